"""A breaker for one service: after several silent calls in a row it answers at once for a while,
then lets one try through.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable


class Breaker:
    """`tell` hears 1 when it trips and 0 when the service answers again."""

    def __init__(
        self,
        *,
        trips_at: int = 5,
        rests_for: float = 2.0,
        clock: Callable[[], float] = time.monotonic,
        tell: Callable[[float], None] | None = None,
    ) -> None:
        self._trips_at = trips_at
        self._rests_for = rests_for
        self._clock = clock
        self._tell = tell or (lambda _: None)
        self._lock = threading.Lock()
        self._silent = 0
        self._closed_again_at = 0.0

    def lets_through(self) -> bool:
        """While resting nobody passes; after it one caller does, and the rest wait for what it finds."""
        with self._lock:
            if self._silent < self._trips_at:
                return True
            if self._clock() < self._closed_again_at:
                return False
            self._closed_again_at = self._clock() + self._rests_for
            return True

    def answered(self) -> None:
        with self._lock:
            if self._silent >= self._trips_at:
                self._tell(0)
            self._silent = 0

    def stayed_silent(self) -> None:
        with self._lock:
            self._silent += 1
            if self._silent == self._trips_at:
                self._tell(1)
            if self._silent >= self._trips_at:
                self._closed_again_at = self._clock() + self._rests_for
