"""Makes what a service keeps of others' events anew: empties it when a replay begins, and holds live events back.

A service names the tables that are made of events alone (`made_of_events`); the replayed log fills them. Between the
first and the last message of a replay, a live event of the same queue waits here as if an earlier one had failed:
whatever the log has brought by then it is either a duplicate of, or comes after. Owns that order; refuses to know
where the log is (whoever replays it does).
"""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Any

from sqlalchemy import Table, text
from sqlalchemy.orm import Session

from chassis.broker_names import REPLAY_HEADER, REPLAY_ID_HEADER
from chassis.database import applied_version, inbox

# Of two that come at the same moment the second one finds the first one's rows: that is why it asks after locking.
_BEGUN = text("SELECT count(*) FROM rebuilding WHERE consumer = :queue AND replay_id = :replay_id")
_BEGIN = text("""
INSERT INTO rebuilding (consumer, replay_id, is_over) SELECT unnest(CAST(:queues AS text[])), :replay_id, false
ON CONFLICT (consumer) DO UPDATE SET replay_id = excluded.replay_id, is_over = false
""")
_END = text("UPDATE rebuilding SET is_over = true WHERE consumer = :queue AND replay_id = :replay_id")


class Turn(StrEnum):
    """The two messages around a replay. They are no events: they travel with these headers and an empty object."""

    BEGIN = "begin"
    END = "end"


def turn_of(headers: Mapping[str, Any]) -> tuple[Turn, str] | None:
    """Which of the two it is and of which replay; None for any other message."""
    mark = headers.get(REPLAY_HEADER)
    return (Turn(mark), str(headers.get(REPLAY_ID_HEADER))) if mark in set(Turn) else None


def headers_of(turn: Turn, replay_id: str) -> dict[str, str]:
    return {REPLAY_HEADER: turn.value, REPLAY_ID_HEADER: replay_id}


def made_of_events(service_class: type) -> Sequence[Table]:
    """The tables that a replay fills: none, unless the service names them."""
    tables: Sequence[Table] = getattr(service_class, "made_of_events", ())
    return tables


def carry_out(
    session: Session, turn: Turn, *, replay_id: str, queue: str, queues: Sequence[str], tables: Sequence[Table]
) -> None:
    """The first beginning of a replay empties everything for all queues; an end lets the live events of one go on."""
    if not tables:
        return
    if turn is Turn.END:
        session.execute(_END, {"queue": queue, "replay_id": replay_id})
        return
    # The inbox comes first: an effect that has begun ends before, one that begins later sees the replay.
    session.execute(text("LOCK TABLE inbox IN ACCESS EXCLUSIVE MODE"))
    if session.execute(_BEGUN, {"queue": queue, "replay_id": replay_id}).scalar_one():
        return
    emptied = ", ".join(table.name for table in (inbox, applied_version, *tables))
    session.execute(text(f"TRUNCATE {emptied}"))
    session.execute(_BEGIN, {"queues": list(queues), "replay_id": replay_id})
