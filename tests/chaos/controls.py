"""The chassis with one promise taken out: python -m tests.chaos.controls <control> <module> <package>.

A chaos suite that lets one of these pass is broken itself.
"""

import runpy
import sys
from typing import Any

if sys.argv[2] == "chassis.run":
    import eventlet

    eventlet.monkey_patch()

from sqlalchemy import text

from chassis import inbox, lane, outbox_line
from chassis.envelope import complete
from chassis.publisher import Outgoing


def no_inbox() -> None:
    """Every delivery counts as new."""
    inbox.receive = lambda *_, **__: inbox.Verdict.NEW  # type: ignore[assignment]


def ack_before_commit() -> None:
    """The broker forgets the event before the database knows it."""
    carry_out = lane.Lane._carry_out

    def hasty(self: Any, message: Any, event: Any) -> None:
        message.ack()
        message.ack = lambda: None
        carry_out(self, message, event)

    lane.Lane._carry_out = hasty  # type: ignore[method-assign]


def insert_time_cursor() -> None:
    """The relay follows the number an event got when it was inserted, as a naive reader of a log would."""
    cursor = 0

    def unpublished(connection: Any, batch: int) -> list[Outgoing]:
        nonlocal cursor
        statement = text(
            "SELECT seq, type, subject, aggregateversion, envelope FROM outbox WHERE seq > :seq ORDER BY seq"
        )
        rows = connection.execute(statement, {"seq": cursor}).all()[:batch]
        for row in rows:
            connection.execute(text("UPDATE outbox SET position = seq WHERE seq = :seq"), {"seq": row.seq})
            cursor = row.seq
        connection.commit()
        return [
            Outgoing(seq, kind, subject, complete(body, aggregateversion=version, position=seq))
            for seq, kind, subject, version, body in rows
        ]

    outbox_line.place = lambda *_: 0  # type: ignore[assignment]
    outbox_line.unpublished = unpublished


CONTROLS = {"no-inbox": no_inbox, "ack-before-commit": ack_before_commit, "insert-time-cursor": insert_time_cursor}

if __name__ == "__main__":
    CONTROLS[sys.argv[1]]()
    sys.argv = sys.argv[2:]
    runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)
