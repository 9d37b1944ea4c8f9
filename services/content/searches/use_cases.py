"""One search: every word first; else every word as it was meant; else what has most of them. Misses are noted."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from services.content.assets.queries import offered_to
from services.content.entries.model import corrected, tidy, words
from services.content.entries.queries import Condition, all_of, ask_the_index, is_found, meant
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
    hits = _hits(offered, matched, asked)
    ids, next_cursor = queries.page(session, hits, filters, limit, cursor)
    told: dict[str, Any] = {"items": queries.shown(session, offered, hits, ids), "next_cursor": next_cursor}
    if cursor is None:
        told |= queries.counts(session, hits, filters)
        if matched is Matched.SOME and not told["unfiltered_total"]:
            matched = Matched.NONE
        if matched in (Matched.SOME, Matched.NONE) and as_partner_id is None:
            is_partly_found = matched is Matched.SOME
            note_miss(session, now, text, partner_id=actor.partner_id, is_partly_found=is_partly_found)
    return told | {"matched": matched, "suggestion": asked if matched is Matched.CORRECTED else None}


def suggest_assets(session: Session, actor: Actor, now: datetime, *, q: str, limit: int) -> dict[str, Any]:
    """Titles for what has been typed so far."""
    return {"items": queries.suggested(session, offered_to(session, actor, now.date()), tidy(q), limit)}


def _understood(session: Session, offered: Condition, text: str) -> tuple[Matched, str]:
    """How the query is taken, and the words it is taken for; whether anything has some of them is seen when counting.

    Filters play no part: they narrow what was found.
    """
    if not words(text):
        return Matched.ALL, text
    ask_the_index(session)
    if is_found(session, offered, all_of(text)):
        return Matched.ALL, text
    better = corrected(text, meant(session, offered, text))
    if better != text and is_found(session, offered, all_of(better)):
        return Matched.CORRECTED, better
    return Matched.SOME, better


def _hits(offered: Condition, matched: Matched, asked: str) -> queries.Hits:
    if not words(asked):
        return queries.everything(offered)
    if matched is Matched.SOME:
        return queries.with_some_words(offered, asked)
    return queries.with_all_words(offered, all_of(asked), asked)
