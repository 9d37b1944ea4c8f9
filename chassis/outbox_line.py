"""The outbox as one line: positions without a gap, given after the commit by whoever leads.

Owns the SQL of the relay's side; refuses brokers.
"""

from collections.abc import Sequence

from sqlalchemy import Connection, text

from chassis.envelope import complete
from chassis.publisher import Outgoing

_LEAD = text("UPDATE relay_state SET epoch = epoch + 1 RETURNING epoch")
# Only the newest leader's epoch matches, so one that was thought dead and wakes up places nothing any more.
_PLACE = text("""
WITH next AS (
    SELECT seq, row_number() OVER (ORDER BY seq) AS step
    FROM (SELECT seq FROM outbox WHERE position IS NULL AND published_at IS NULL ORDER BY seq LIMIT :batch) AS oldest
), moved AS (
    UPDATE relay_state SET position = position + (SELECT count(*) FROM next)
    WHERE epoch = :epoch RETURNING position - (SELECT count(*) FROM next) AS base
)
UPDATE outbox SET position = moved.base + next.step FROM next, moved WHERE outbox.seq = next.seq
RETURNING outbox.seq
""")
_UNPUBLISHED = text("""
SELECT position, type, subject, aggregateversion, envelope FROM outbox
WHERE published_at IS NULL AND position IS NOT NULL ORDER BY position LIMIT :batch
""")
_MARK = text("UPDATE outbox SET published_at = clock_timestamp() WHERE position = ANY(:positions)")
_BACKLOG = text("""
SELECT count(*), coalesce(extract(epoch FROM clock_timestamp() - min(recorded_at)), 0)
FROM outbox WHERE published_at IS NULL
""")


def lead(connection: Connection) -> int:
    """Begin a new epoch; earlier leaders are fenced off from now on."""
    epoch = connection.execute(_LEAD).scalar_one()
    connection.commit()
    return int(epoch)


def place(connection: Connection, epoch: int, batch: int) -> int:
    """Give the next positions to committed events; how many got one."""
    placed = connection.execute(_PLACE, {"batch": batch, "epoch": epoch}).rowcount
    connection.commit()
    return placed


def unpublished(connection: Connection, batch: int) -> list[Outgoing]:
    rows = connection.execute(_UNPUBLISHED, {"batch": batch}).all()
    connection.commit()
    return [
        Outgoing(position, event_type, subject, complete(text_, aggregateversion=version, position=position))
        for position, event_type, subject, version, text_ in rows
    ]


def mark(connection: Connection, positions: Sequence[int]) -> None:
    connection.execute(_MARK, {"positions": list(positions)})
    connection.commit()


def backlog(connection: Connection) -> tuple[int, float]:
    """How many events wait, and how long the oldest has."""
    count, age = connection.execute(_BACKLOG).one()
    connection.commit()
    return int(count), float(age)
