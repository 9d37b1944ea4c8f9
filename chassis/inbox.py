"""Every event takes effect once and in its subject's order, however often and however late it is delivered.

Owns the inbox, the version guard and the events that wait; refuses to know handlers or brokers.
"""

from enum import StrEnum
from typing import Any, NamedTuple

from sqlalchemy import delete, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from chassis.database import rebuilding, waiting_event
from chassis.delivery import Event


class Verdict(StrEnum):
    """What the inbox says of a delivery, before any effect."""

    NEW = "new"
    DUPLICATE = "duplicate"
    STALE = "stale"
    BLOCKED = "blocked"


class Waiting(NamedTuple):
    """An event that has not taken effect: retry and dead ones wait in the broker, parked ones here."""

    event_id: str
    subject: str
    version: int
    body: str


# Insert first: whether a row appears decides, not a look beforehand. A blocked event leaves no row at all.
# During a rebuild live events wait, and what waits is not taken from the log: its effect comes afterwards, and whole.
_RECEIVE = """
WITH blocked AS (
    SELECT EXISTS (SELECT 1 FROM waiting_event WHERE consumer = %(consumer)s AND subject = %(subject)s
                   AND version < %(version)s AND event_id <> %(event_id)s)
        OR %(is_rebuild)s AND EXISTS (SELECT 1 FROM waiting_event WHERE consumer = %(consumer)s
                                      AND event_id = %(event_id)s AND state = 'parked')
        OR NOT %(is_rebuild)s AND EXISTS (SELECT 1 FROM rebuilding WHERE NOT is_over) AS yes
), fresh AS (
    INSERT INTO inbox (consumer, source, event_id)
    SELECT %(consumer)s, %(source)s, %(event_id)s FROM blocked WHERE NOT yes
    ON CONFLICT DO NOTHING RETURNING 1
)
SELECT blocked.yes AS blocked, EXISTS (SELECT 1 FROM fresh) AS fresh,
       (SELECT version FROM applied_version WHERE consumer = %(consumer)s AND subject = %(subject)s) AS applied
FROM blocked
"""
_APPLIED = """
WITH done AS (DELETE FROM waiting_event WHERE consumer = %(consumer)s AND event_id = %(event_id)s)
INSERT INTO applied_version AS guard (consumer, subject, version) VALUES (%(consumer)s, %(subject)s, %(version)s)
ON CONFLICT (consumer, subject) DO UPDATE SET version = greatest(guard.version, excluded.version)
"""


def receive(session: Session, consumer: str, event: Event, *, is_rebuild: bool = False) -> Verdict:
    parameters = _key(consumer, event) | {"source": event.source, "is_rebuild": is_rebuild}
    blocked, fresh, applied_version = tuple(session.connection().exec_driver_sql(_RECEIVE, parameters).one())
    if blocked:
        return Verdict.BLOCKED
    if not fresh:
        return Verdict.DUPLICATE
    return Verdict.STALE if applied_version is not None and applied_version >= event.version else Verdict.NEW


def applied(session: Session, consumer: str, event: Event) -> None:
    """The effect is in this transaction: raise the guard, and let whoever waits behind it go on."""
    session.connection().exec_driver_sql(_APPLIED, _key(consumer, event))


def forget(session: Session, consumer: str, event_id: str) -> None:
    session.execute(
        delete(waiting_event).where(waiting_event.c.consumer == consumer, waiting_event.c.event_id == event_id)
    )


def park(session: Session, consumer: str, event: Event) -> None:
    """Keep an event here until the earlier one of its subject is through."""
    row = _waiting_row(consumer, event, "parked") | {"body": event.text, "headers": event.kept_headers}
    session.execute(insert(waiting_event).values(row).on_conflict_do_nothing())


def mark_failed(session: Session, consumer: str, event: Event, *, state: str, attempt: int, reason: str) -> None:
    """Note that this event waits in the broker (retry or dead), so that later ones of its subject park behind it."""
    change = {"state": state, "attempt": attempt, "reason": reason[:2000], "body": None}
    statement = insert(waiting_event).values(_waiting_row(consumer, event, state) | change)
    session.execute(statement.on_conflict_do_update(index_elements=["consumer", "event_id"], set_=change))


def next_parked(session: Session, consumer: str) -> Waiting | None:
    """The parked event that may go on: nothing earlier of its subject waits any more, and no rebuild is under way."""
    earlier = waiting_event.alias("earlier")
    parked = waiting_event.c
    in_front = select(earlier.c.event_id).where(
        earlier.c.consumer == parked.consumer, earlier.c.subject == parked.subject, earlier.c.version < parked.version
    )
    replay = select(rebuilding.c.consumer).where(~rebuilding.c.is_over)
    statement = (
        select(parked.event_id, parked.subject, parked.version, parked.body)
        .where(parked.consumer == consumer, parked.state == "parked", ~in_front.exists(), ~replay.exists())
        .order_by(parked.since)
        .limit(1)
    )
    row = session.execute(statement).one_or_none()
    return Waiting(*row) if row is not None else None


def count_parked(session: Session, consumer: str) -> int:
    parked = waiting_event.c
    statement = select(func.count()).where(parked.consumer == consumer, parked.state == "parked")
    return int(session.execute(statement).scalar_one())


def _key(consumer: str, event: Event) -> dict[str, Any]:
    return {"consumer": consumer, "subject": event.subject, "version": event.version, "event_id": event.id}


def _waiting_row(consumer: str, event: Event, state: str) -> dict[str, Any]:
    return _key(consumer, event) | {"state": state}
