"""Watches the broker's topology: a missing binding loses events without a word, so it makes us unready at once.

What is missing is declared again, and each queue that may have missed events gets them again from the log.
"""

import logging
import threading
from collections.abc import Callable, Sequence

import pika.exceptions
from sqlalchemy.exc import SQLAlchemyError

from gateway.outbound import measurements

log = logging.getLogger(__name__)

EVERY_SECONDS = 10.0


class BindingWatch:
    """Compares what the broker has with what contracts/ ask for, every ten seconds."""

    def __init__(
        self,
        differences: Callable[[], Sequence[str]],
        declare: Callable[[], None],
        head: Callable[[], int],
        backfill: Callable[[int], int],
    ) -> None:
        self._differences = differences
        self._declare = declare
        self._head = head
        self._backfill = backfill
        self._whole_at = 0
        self.whole = True

    def run(self, stop: threading.Event) -> None:
        """Look until told to stop. A broker that does not answer is no difference; one that cannot be mended stays."""
        while not stop.wait(EVERY_SECONDS):
            try:
                self.look()
            except (OSError, SystemExit, pika.exceptions.AMQPError, SQLAlchemyError) as error:
                log.warning("the topology cannot be compared: %s %s", type(error).__name__, error)

    def look(self) -> None:
        """One comparison; the position of the last whole one bounds what has to be sent again."""
        head = self._head()
        found = self._differences()
        measurements.BINDINGS_MISSING.set(len(found))
        self.whole = not found
        if not found:
            self._whole_at = head
            return
        log.error("the topology differs from the contracts: %s", "; ".join(found))
        self._declare()
        again = self._backfill(self._whole_at)
        log.error("declared again; %d events after position %d were sent again", again, self._whole_at)
