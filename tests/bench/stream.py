"""Events per second from a service's commit to the log that outside systems read."""

import time
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Engine, text

from chassis import database, outbox
from chassis.database import Sessions, uuid7
from chassis.service_class import contracts_folder, load_service
from services.deals.registrations.events import DealRegistrationClaimed
from tests.bench.contest import Arena

IN_A_TRANSACTION = 10
A_SECOND = 100
LONGEST_SECONDS = 300.0


@dataclass(frozen=True)
class Streamed:
    """A backlog's way, and the delays of events that come one by one."""

    events: int
    seconds: float
    p50_ms: float
    p99_ms: float

    @property
    def rate(self) -> float:
        return self.events / self.seconds


def measure(arena: Arena, events: int) -> dict[str, Any]:
    engine = database.engine(arena.database("deals"), pool_size=2)
    sessions = database.session_factory(engine, "deals", contracts_folder(load_service("services.deals")))
    log = database.engine(arena.database("gateway"), pool_size=2)
    drained = backlog(sessions, log, events)
    even = trickle(sessions, log, min(events, 1000), A_SECOND)
    print("\nevents, from the service's commit to the log outside systems read")
    print(f"  backlog of {events}: {drained.rate:.0f} events/s")
    print(f"  one by one at {A_SECOND}/s: p50 {even.p50_ms:.0f} ms, p99 {even.p99_ms:.0f} ms")
    return {"backlog": vars(drained) | {"rate": drained.rate}, "at_100_a_second": vars(even)}


def backlog(sessions: Sessions, log: Engine, events: int) -> Streamed:
    """Commit as fast as one writer can, and wait until the log has the last one."""
    begun, head = time.monotonic(), _head(log)
    for _ in range(events // IN_A_TRANSACTION):
        _commit(sessions, IN_A_TRANSACTION)
    _wait(log, head + events)
    return Streamed(events, time.monotonic() - begun, *_delays(sessions, log, head))


def trickle(sessions: Sessions, log: Engine, events: int, a_second: float) -> Streamed:
    """Commit at an even pace: the delay from commit to log without a queue in between."""
    begun, head = time.monotonic(), _head(log)
    for number in range(events):
        time.sleep(max(0.0, begun + number / a_second - time.monotonic()))
        _commit(sessions, 1)
    _wait(log, head + events)
    return Streamed(events, time.monotonic() - begun, *_delays(sessions, log, head))


def _commit(sessions: Sessions, count: int) -> None:
    with sessions.writing() as session:
        outbox.record(session, [_fact() for _ in range(count)])
        session.commit()


def _fact() -> DealRegistrationClaimed:
    return DealRegistrationClaimed(
        deal_registration_id=uuid7(),
        number="D-1",
        revision=1,
        partner_id=UUID(int=1),
        submitted_by=str(UUID(int=2)),
        status="in_review",
        sales_stage="prospecting",
        registration_type="sourced",
        customer={"legal_name": "Molinos del Sur SA", "country": "ES", "domain": "molinos.example"},
        product_line="backup",
        amount=None,
        currency=None,
        expected_close_on=None,
        submitted_at=None,
        decide_by=None,
        protected_until=None,
    )


def _head(log: Engine) -> int:
    with log.connect() as connection:
        return int(connection.execute(text("SELECT coalesce(max(position), 0) FROM event_log")).scalar_one())


def _wait(log: Engine, head: int) -> None:
    ends = time.monotonic() + LONGEST_SECONDS
    while _head(log) < head:
        if time.monotonic() > ends:
            raise TimeoutError(f"the log did not reach {head}")
        time.sleep(0.02)


def _delays(sessions: Sessions, log: Engine, head: int) -> tuple[float, float]:
    """Both databases are on one server, so their clocks are one."""
    with log.connect() as connection:
        rows = connection.execute(text("SELECT id, recorded_at FROM event_log WHERE position > :head"), {"head": head})
        arrived = {row.id: row.recorded_at for row in rows}
    with sessions.reading() as session:
        rows = session.execute(
            text("SELECT event_id, recorded_at FROM outbox WHERE event_id = ANY(:ids)"), {"ids": list(arrived)}
        )
        delays = sorted((arrived[row.event_id] - row.recorded_at).total_seconds() * 1000 for row in rows)
    return delays[len(delays) // 2], delays[int(len(delays) * 0.99)]
