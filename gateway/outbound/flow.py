"""How fresh the event log is, and which letters did not get out: what people who watch the suite look at first."""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from chassis import clock, keyset
from chassis.errors import ServiceError
from gateway.outbound.tables import event_log, log_reader, outbound_mail

LATEST: Final = 1000
_MAIL = outbound_mail.c


def freshness(session: Session) -> dict[str, Any]:
    """Of the latest events, by source: the newest, and how long it took them from the fact to the log."""
    head = session.scalar(select(func.max(event_log.c.position))) or 0
    delay = func.extract("epoch", event_log.c.recorded_at - event_log.c.time)
    statement = (
        select(
            event_log.c.source,
            func.max(event_log.c.time).label("newest_at"),
            func.percentile_cont(0.5).within_group(delay).label("usual_delay_seconds"),
            func.max(delay).label("longest_delay_seconds"),
        )
        .where(event_log.c.position > head - LATEST)
        .group_by(event_log.c.source)
        .order_by(event_log.c.source)
    )
    sources = [
        {**row._mapping, "source": row.source.removeprefix("/prm/"), "longest_delay_seconds": max(0, row[3])}
        for row in session.execute(statement)
    ]
    slowest = session.scalar(select(func.min(log_reader.c.position)))
    counted = session.execute(select(_MAIL.status, func.count().label("letters")).group_by(_MAIL.status))
    letters = {row.status: row.letters for row in counted}
    return {
        "head": head,
        "sources": sources,
        "readers_behind": head - slowest if slowest is not None else 0,
        "letters_waiting": letters.get("intended", 0) + letters.get("sending", 0),
        "letters_failed": letters.get("failed", 0),
    }


def list_letters(session: Session, *, status: str, limit: int, cursor: str | None) -> tuple[list[Any], str | None]:
    """Letters in one state, newest first, without their words."""
    shown = (_MAIL.mail_id, _MAIL.template, _MAIL.recipient, _MAIL.status, _MAIL.attempts, _MAIL.last_error)
    statement = select(*shown, _MAIL.created_at).where(_MAIL.status == status)
    rows, next_cursor = keyset.page(
        session, statement, [(_MAIL.created_at, "desc"), (_MAIL.mail_id, "desc")], limit, cursor
    )
    return list(rows), next_cursor


def send_again(session: Session, mail_id: UUID) -> Any:
    """Owe a failed letter anew, with all its attempts before it; any other letter is on its way already."""
    anew = {"status": "intended", "attempts": 0, "next_attempt_at": clock.now()}
    failed = (_MAIL.mail_id == mail_id, _MAIL.status == "failed")
    session.execute(update(outbound_mail).where(*failed).values(anew))
    row = session.execute(select(outbound_mail).where(_MAIL.mail_id == mail_id)).one_or_none()
    if row is None:
        raise ServiceError("not_found", "not_found", "There is nothing here.")
    return row
