"""The report of misses: what was asked in vain how often, why, and what comes nearest."""

from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import case, delete, func, literal, select
from sqlalchemy.orm import Session

from chassis import keyset
from services.content.assets.queries import is_in_force
from services.content.assets.tables import assets
from services.content.entries.queries import ENTRIES, all_of, has
from services.content.entries.tables import search_entries
from services.content.misses.model import Cause
from services.content.misses.tables import search_misses
from services.content.standing.model import Actor

_a, _e, _m = assets.c, search_entries.c, search_misses.c
_KEPT: Final = timedelta(days=180)
_BATCH: Final = 5000
_LIKENESS: Final = "0.35"
_NEAREST: Final = 3


def misses(
    session: Session, actor: Actor, now: datetime, *, days: int, limit: int, cursor: str | None = None
) -> dict[str, Any]:
    """The most frequent first."""
    actor.require_staff()
    grouped = (
        select(
            _m.query,
            func.count().label("times"),
            func.count(_m.partner_id.distinct()).label("partner_count"),
            func.max(_m.missed_at).label("last_missed_at"),
            func.bool_and(_m.is_partly_found).label("is_partly_found"),
        )
        .where(_m.missed_at >= now - timedelta(days=days))
        .group_by(_m.query)
        .subquery("grouped")
    )
    sort = [(grouped.c.times, "desc"), (grouped.c.query, "asc")]
    rows, next_cursor = keyset.page(session, select(grouped), sort, limit, cursor)
    explained = _explained(session, now, [row.query for row in rows])
    items = [{**row._mapping, **explained[row.query]} for row in rows]
    return {"items": items, "next_cursor": next_cursor}


def forget_misses(session: Session, now: datetime) -> int:
    old = select(_m.search_miss_id).where(_m.missed_at < now - _KEPT).limit(_BATCH)
    gone = session.execute(delete(search_misses).where(_m.search_miss_id.in_(old)).returning(_m.search_miss_id))
    return len(gone.all())


def _explained(session: Session, now: datetime, queries: list[str]) -> dict[str, dict[str, Any]]:
    """Looked up in all assets, whomever they are for: the report is the vendor's alone."""
    session.execute(select(func.set_config("pg_trgm.word_similarity_threshold", _LIKENESS, True)))
    return {
        query: {"cause": _cause(session, now, query), "nearest": _nearest(session, now, query)} for query in queries
    }


def _cause(session: Session, now: datetime, query: str) -> Cause:
    in_force = case((is_in_force(now.date()), 1), else_=0)
    statement = select(func.max(in_force)).select_from(ENTRIES).where(has(all_of(query)))
    best = session.scalar(statement)
    return Cause.NOWHERE if best is None else Cause.OUTSIDE_AUDIENCE if best else Cause.NOT_IN_FORCE


def _nearest(session: Session, now: datetime, query: str) -> list[Any]:
    alike = select(_a.asset_id, _a.title).select_from(ENTRIES)
    alike = alike.where(is_in_force(now.date()), literal(query).bool_op("<%")(_e.title_key))
    likeness = func.word_similarity(query, _e.title_key).desc()
    return list(session.execute(alike.order_by(likeness, _a.title, _a.asset_id).limit(_NEAREST)))
