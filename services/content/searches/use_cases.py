"""One search: every word first; else every word as it was meant; else what has most of them. Misses are noted."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from services.content.assets.queries import offered_to
from services.content.entries.model import corrected, tidy, words
from services.content.entries.queries import Condition, all_of, any_of, is_found, meant, one
from services.content.misses.use_cases import note_miss
from services.content.searches import queries
from services.content.searches.model import Matched
from services.content.standing.model import Actor


def search_assets(
    session: Session,
    actor: Actor,
    now: datetime,
    *,
    limit: int,
    q: str = "",
    cursor: str | None = None,
    as_partner_id: UUID | None = None,
    **filters: str,
) -> dict[str, Any]:
    """A page of what was found; the first one with the counts of every filter."""
    offered = offered_to(session, actor, now.date(), as_partner_id)
    text = tidy(q)
    matched, asked = _understood(session, offered, text)
    rows, next_cursor = queries.page(session, _found(offered, filters, matched, asked), limit, cursor)
    told: dict[str, Any] = {
        "items": _shown(session, offered, matched, asked, rows),
        "next_cursor": next_cursor,
        "matched": matched,
        "suggestion": asked if matched is Matched.CORRECTED else None,
    }
    if cursor is None:
        told |= queries.counts(session, _found(offered, {}, matched, asked), filters)
        if matched in (Matched.SOME, Matched.NONE) and as_partner_id is None:
            is_partly_found = matched is Matched.SOME
            note_miss(session, now, text, partner_id=actor.partner_id, is_partly_found=is_partly_found)
    return told


def suggest_assets(session: Session, actor: Actor, now: datetime, *, q: str, limit: int) -> dict[str, Any]:
    """Titles for what has been typed so far."""
    return {"items": queries.suggested(session, offered_to(session, actor, now.date()), tidy(q), limit)}


def _understood(session: Session, offered: Condition, text: str) -> tuple[Matched, str]:
    """How the query is taken, and the words it is taken for. Filters play no part: they narrow what was found."""
    if not words(text) or is_found(session, offered, all_of(text)):
        return Matched.ALL, text
    better = corrected(text, meant(session, offered, text))
    if better != text and is_found(session, offered, all_of(better)):
        return Matched.CORRECTED, better
    some = queries.with_some_words(offered, {}, better)
    return (Matched.SOME if session.execute(some.limit(1)).first() else Matched.NONE), better


def _found(offered: Condition, filters: dict[str, str], matched: Matched, asked: str) -> Any:
    if not words(asked):
        return queries.everything(offered, filters)
    if matched is Matched.SOME:
        return queries.with_some_words(offered, filters, asked)
    return queries.with_all_words(offered, filters, all_of(asked))


def _shown(session: Session, offered: Condition, matched: Matched, asked: str, rows: list[Any]) -> list[dict[str, Any]]:
    plain = [
        {**row._mapping, "title_parts": [_whole(row.title)], "snippet": [_whole(row.summary)] if row.summary else []}
        for row in rows
    ]
    if not words(asked):
        return plain
    query = any_of([one(word) for word in words(asked)]) if matched is Matched.SOME else all_of(asked)
    marked = queries.highlights(session, offered, query, asked, [row.asset_id for row in rows])
    return [{**row, **marked.get(row["asset_id"], {})} for row in plain]


def _whole(text: str) -> dict[str, object]:
    return {"text": text, "is_hit": False}
