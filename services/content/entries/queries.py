"""Asking the index. Whatever can reach a partner carries what is offered to them as its condition."""

from functools import reduce
from typing import Any, Final

from sqlalchemy import ColumnElement, Integer, String, cast, func, literal, select, values
from sqlalchemy import column as named
from sqlalchemy.dialects.postgresql import REGCONFIG
from sqlalchemy.orm import Session

from services.content.assets.tables import assets
from services.content.entries.model import is_correctable, key_of, likely, words
from services.content.entries.tables import search_entries, search_words

_a, _e, _w = assets.c, search_entries.c, search_words.c
_CONFIGURATIONS: Final = ("prm_english", "prm_spanish", "prm_plain")
_LOW_BAR: Final = "0.2"  # a slip in a short word leaves few trigrams of it
_CANDIDATES: Final = 60
_TRIED: Final = 5

# From the entries to their assets, which say whether they are offered.
ENTRIES: Final = search_entries.join(assets, _a.asset_id == _e.asset_id)

Condition = ColumnElement[bool]
Query = ColumnElement[Any]


def all_of(text: str | ColumnElement[str]) -> Query:
    """All words of the query, in either language or as they stand; quotes and minus mean what they mean elsewhere."""
    return any_of([func.websearch_to_tsquery(cast(name, REGCONFIG), text) for name in _CONFIGURATIONS])


def one(word: str | ColumnElement[str]) -> Query:
    """One word in any of its forms."""
    return any_of([func.plainto_tsquery(cast(name, REGCONFIG), word) for name in _CONFIGURATIONS])


def any_of(queries: list[Query]) -> Query:
    return reduce(lambda left, right: left.op("||")(right), queries)


def has(query: Query) -> Condition:
    return _e.vector.bool_op("@@")(query)


def ask_the_index(session: Session) -> None:
    """Until the transaction ends. An entry lies beside its table and is dear to fetch, which the planner does not know:
    for a frequent word it would rather look at all of them than ask the index which of them have it.
    """
    session.execute(select(func.set_config("enable_seqscan", "off", True)))


def is_found(session: Session, offered: Condition, query: Query) -> bool:
    found = select(_e.asset_id).where(has(query)).cte("found").prefix_with("MATERIALIZED")
    shown = select(literal(1)).join_from(found, assets, _a.asset_id == found.c.asset_id).where(offered)
    return session.scalar(shown.limit(1)) is not None


def meant(session: Session, offered: Condition, text: str) -> dict[str, str]:
    """For each word that nothing offered has: the nearest word that something offered has. Nothing else is told."""
    typed = [word for word in words(text) if is_correctable(word)]
    missing = [word for word in typed if not is_found(session, offered, one(word))]
    nearest = {word: _first_offered(session, offered, likely(word, _similar(session, word))) for word in missing}
    return {word: found for word, found in nearest.items() if found}


def _similar(session: Session, word: str) -> list[str]:
    """Known words by shared trigrams."""
    session.execute(select(func.set_config("pg_trgm.similarity_threshold", _LOW_BAR, True)))
    key = key_of(word)
    alike = select(_w.word).where(_w.word.bool_op("%")(key))
    return list(session.scalars(alike.order_by(func.similarity(_w.word, key).desc(), _w.word).limit(_CANDIDATES)))


def _first_offered(session: Session, offered: Condition, candidates: list[str]) -> str | None:
    if not candidates:
        return None
    places = list(enumerate(candidates[:_TRIED]))
    tried = values(named("place", Integer), named("word", String), name="tried").data(places)
    shown = select(literal(1)).select_from(ENTRIES).where(offered, has(one(tried.c.word))).correlate(tried).exists()
    return session.scalar(select(tried.c.word).where(shown).order_by(tried.c.place).limit(1))
