"""The queue by owner and age, and the rows of each cell; what is past its promise is counted apart."""

from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, Select, case, func, literal, select
from sqlalchemy.orm import Session

from chassis import keyset
from services.metrics.ageing.model import BUCKETS, CODES
from services.metrics.applications.queries import undecided as applications
from services.metrics.partners.queries import owners
from services.metrics.registrations.queries import unanswered, undecided

_QUEUES: Final = {"deal_registrations": undecided, "partner_answers": unanswered, "applications": applications}
_KINDS: Final = {"applications": "application"}


def ageing(session: Session, now: datetime, *, queue: str) -> dict[str, Any]:
    """By owner how much waits in each bucket, and how much of it is past its promise; who owes most comes first."""
    waiting = _waiting(queue, now).subquery("waiting")
    overdue = func.count().filter(waiting.c.is_overdue)
    statement = select(waiting.c.owner_id, waiting.c.bucket, func.count(), overdue).group_by(
        waiting.c.owner_id, waiting.c.bucket
    )
    cells: dict[UUID | None, dict[str, tuple[int, int]]] = {}
    for owner_id, bucket, count, late in session.execute(statement):
        cells.setdefault(owner_id, {})[bucket] = (count, late)
    rows = [_owner(owner_id, found) for owner_id, found in cells.items()]
    rows.sort(key=lambda row: (-row["overdue"], -row["waiting"], str(row["owner_id"])))
    return {"queue": queue, "buckets": list(CODES), "owners": rows, "as_of": now}


def list_ageing_rows(
    session: Session,
    now: datetime,
    *,
    queue: str,
    limit: int,
    cursor: str | None,
    owner_id: UUID | None = None,
    unowned: bool = False,
    bucket: str | None = None,
    overdue: bool | None = None,
) -> tuple[list[dict[str, Any]], str | None]:
    """What waits in one cell (or row, or column) of the queue, the longest first."""
    c = _waiting(queue, now).subquery("waiting").c
    conditions = {
        c.owner_id == owner_id: owner_id is not None,
        c.owner_id.is_(None): unowned,
        c.bucket == bucket: bucket is not None,
        c.is_overdue.is_(overdue): overdue is not None,
    }
    statement = select(*c).where(*(condition for condition, asked in conditions.items() if asked))
    rows, next_cursor = keyset.page(session, statement, [(c.since, "asc"), (c.subject_id, "asc")], limit, cursor)
    kind = _KINDS.get(queue, "deal_registration")
    return [{**row._mapping, "kind": kind} for row in rows], next_cursor


def _waiting(queue: str, now: datetime) -> Select[Any]:
    rows, known = _QUEUES[queue]().subquery("rows"), owners().subquery("owners")
    overdue: ColumnElement[bool] = func.coalesce(rows.c.due_at < now, literal(False))
    return select(
        *rows.c,
        known.c.name.label("partner_name"),
        known.c.channel_manager_id.label("owner_id"),
        _bucket(rows.c.since, now).label("bucket"),
        overdue.label("is_overdue"),
    ).select_from(rows.outerjoin(known, known.c.partner_id == rows.c.partner_id))


def _bucket(since: ColumnElement[datetime], now: datetime) -> ColumnElement[str]:
    younger = [(since > now - limit, code) for code, limit in BUCKETS if limit is not None]
    return case(*younger, else_=CODES[-1])


def _owner(owner_id: UUID | None, found: dict[str, tuple[int, int]]) -> dict[str, Any]:
    cells = [
        {"bucket": code, "waiting": found.get(code, (0, 0))[0], "overdue": found.get(code, (0, 0))[1]} for code in CODES
    ]
    return {
        "owner_id": owner_id,
        "waiting": sum(cell["waiting"] for cell in cells),
        "overdue": sum(cell["overdue"] for cell in cells),
        "cells": cells,
    }
