"""Carries the outbox to the broker, in order, until it has arrived: python -m chassis.relay services.bakery.

Owns the leader's loop; runs unpatched, one leader a service, and refuses to skip an event of a subject.
"""

import select
import signal
import sys
import time
from collections.abc import Iterator, Sequence
from typing import Any

import psycopg2
import structlog
from sqlalchemy import Connection
from sqlalchemy.exc import SQLAlchemyError

from chassis import crash, logs, outbox_line, telemetry
from chassis.amqp_link import ERRORS, NotTakenError
from chassis.database import engine
from chassis.leader import Leader
from chassis.outbox import CHANNEL
from chassis.publisher import Outgoing, Publisher
from chassis.settings import Settings

log = structlog.get_logger()
BATCH = 200
POLL = 0.5
_GATHER = 0.05
_LONGEST_REST = 10.0
_MEASURE_EVERY = 1.0
_BROKEN: tuple[type[Exception], ...] = (SQLAlchemyError, psycopg2.Error, *ERRORS)


def waves(batch: Sequence[Outgoing]) -> Iterator[list[Outgoing]]:
    """Split a batch so that no wave holds two events of one subject: one must arrive before the next."""
    left = list(batch)
    while left:
        first: dict[str, Outgoing] = {}
        for event in left:
            first.setdefault(event.subject, event)
        yield list(first.values())
        left = [event for event in left if first[event.subject] is not event]


class Relay:
    """One attempt at leading after another, until told to stop."""

    def __init__(self, service: str, settings: Settings) -> None:
        self._service = service
        self._settings = settings
        # Each step of the line is one statement: it commits by itself, with no BEGIN and COMMIT to wait for.
        steps = engine(settings.database_url, pool_size=2, application=f"relay {service}")
        self._engine = steps.execution_options(isolation_level="AUTOCOMMIT")
        self._leader = Leader(settings.database_url, f"relay {service}")
        self._stop = False
        self._connected = False
        self._standby = False
        self._measure_at = 0.0

    def run(self) -> None:
        health = telemetry.Health()
        health.add("relay", lambda: self._connected or self._standby)
        telemetry.serve(self._settings.telemetry_port, health)
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._on_signal)
        failed = 0
        while not self._stop:
            try:
                self._lead_once()
                failed = 0
            except _BROKEN as error:
                failed += 1
                log.warning("the relay lost a connection", error=f"{type(error).__name__}: {error}")
            self._connected = False
            telemetry.RELAY_LEADER.labels(self._service).set(0)
            self._leader.resign()
            self._rest(min(_LONGEST_REST, 0.2 * 2**failed) if failed else POLL)

    def _on_signal(self, *_: Any) -> None:
        self._stop = True

    def _rest(self, seconds: float) -> None:
        until = time.monotonic() + seconds
        while not self._stop and time.monotonic() < until:
            time.sleep(min(0.1, seconds))

    def _lead_once(self) -> None:
        """Wait for leadership, then publish until something breaks or we are told to stop."""
        while not self._leader.acquire():
            self._standby = True
            self._rest(POLL)
            if self._stop:
                return
        self._standby = False
        publisher = Publisher(self._settings.amqp_url, self._service, self._settings.heartbeat)
        try:
            with self._engine.connect() as connection:
                epoch = outbox_line.lead(connection)
                log.info("leading", epoch=epoch)
                telemetry.RELAY_LEADER.labels(self._service).set(1)
                self._connected = True
                self._publish_until_stopped(connection, publisher, epoch)
        finally:
            publisher.close()

    def _publish_until_stopped(self, connection: Connection, publisher: Publisher, epoch: int) -> None:
        listening = _listen(connection)
        failures = 0
        while not self._stop and self._leader.still_leads():
            outbox_line.place(connection, epoch, BATCH)
            crash.point("relay.after_place")
            batch = outbox_line.unpublished(connection, BATCH)
            crash.point("relay.after_select")
            failed = self._publish(connection, publisher, batch, epoch) if batch else False
            self._measure(connection)
            if failed:
                failures += 1
                self._rest(min(_LONGEST_REST, 0.2 * 2**failures))
                publisher.breathe(0.01)
            else:
                failures = 0
                if len(batch) < BATCH:
                    if _wait(listening, POLL):
                        time.sleep(_GATHER)  # what commits meanwhile shares one round
                    publisher.breathe(0.001)

    def _publish(self, connection: Connection, publisher: Publisher, batch: Sequence[Outgoing], epoch: int) -> bool:
        """Send the batch wave by wave; True when something was not taken, and its subject must wait."""
        blocked: set[str] = set()
        for wave in waves(batch):
            ready = [event for event in wave if event.subject not in blocked]
            if not ready:
                continue
            refused = publisher.publish(ready, epoch)
            crash.point("relay.after_confirm")
            taken = [event.position for event in ready if event.position not in refused]
            outbox_line.mark(connection, taken)
            crash.point("relay.after_mark")
            blocked |= {event.subject for event in ready if event.position in refused}
            telemetry.EVENTS_PUBLISHED.labels(self._service).inc(len(taken))
            for reason in refused.values():
                telemetry.PUBLISH_FAILURES.labels(self._service, reason).inc()
            if "unanswered" in refused.values():
                raise NotTakenError("the broker does not answer; it may have blocked its publishers")
        if blocked:
            log.error("events were not taken by the broker", subjects=len(blocked))
        return bool(blocked)

    def _measure(self, connection: Connection) -> None:
        if time.monotonic() < self._measure_at:
            return
        self._measure_at = time.monotonic() + _MEASURE_EVERY
        depth, age = outbox_line.backlog(connection)
        telemetry.OUTBOX_DEPTH.labels(self._service).set(depth)
        telemetry.OUTBOX_AGE.labels(self._service).set(age)


def _listen(connection: Connection) -> Any:
    """The driver's connection, told to be woken by writers; LISTEN lasts as long as the session."""
    connection.exec_driver_sql(f"LISTEN {CHANNEL}")
    connection.commit()
    return connection.connection.dbapi_connection


def _wait(listening: Any, seconds: float) -> bool:
    """Rest until a writer has committed; False when none has."""
    listening.poll()
    if not listening.notifies:
        select.select([listening], [], [], seconds)
        listening.poll()
    woken = bool(listening.notifies)
    listening.notifies.clear()
    return woken


def main(arguments: list[str]) -> None:
    if len(arguments) != 1:
        raise SystemExit(__doc__)
    service = arguments[0].rpartition(".")[2]  # a service is named after its folder; its code is not needed here
    logs.configure(f"relay-{service}")
    Relay(service, Settings.from_environment()).run()


if __name__ == "__main__":
    main(sys.argv[1:])
