"""The statements of search. Each carries what is offered to the caller as its condition.

A frequent word is in most of a large library, and an entry lies beside its table, dear to fetch. So what is found is
told by the indexes alone; only the foremost of it is weighed word by word, and only a page of it is shown.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Double,
    FromClause,
    Integer,
    Select,
    and_,
    case,
    cast,
    func,
    literal,
    literal_column,
    select,
    true,
    union_all,
)
from sqlalchemy.dialects.postgresql import REGCONFIG
from sqlalchemy.orm import Session

from chassis import keyset
from services.content.assets.tables import asset_versions, assets
from services.content.entries.model import key_of, prefix_query, where_it_begins, words
from services.content.entries.queries import ENTRIES, Condition, Query, any_of, has, one
from services.content.entries.tables import search_entries
from services.content.searches.model import MARKS, parts
from services.content.texts.tables import asset_texts

_a, _v, _e, _t = assets.c, asset_versions.c, search_entries.c, asset_texts.c
_WEIGHTS: ColumnElement[Any] = literal_column("'{0.02, 0.15, 0.5, 1.0}'::real[]")  # nothing, inside, summary, title
_CURRENT: Final = (asset_versions, and_(_v.asset_id == _a.asset_id, _v.number == _a.version_number))
_TAGS: Final = (_a.asset_type, _a.language, _a.product_lines)
_SHOWN: Final = (_a.asset_id, _a.title, _a.summary, *_TAGS, _a.revised_at)
_FILE: Final = (_v.filename, _v.media_type, _v.size)
_FACETS: Final = ("asset_type", "language", "product_line")
_WEIGHED: Final = 1000  # nobody reads further; those with the words in the title come first, then the newest
_BEFORE_HIT: Final = 160
_WINDOW: Final = 2400
_MARKED: Final = f'StartSel="{MARKS[0]}", StopSel="{MARKS[1]}"'
_LINES: Final = f"{_MARKED}, MaxWords=32, MinWords=14, MaxFragments=2"
_WHOLE: Final = f"{_MARKED}, HighlightAll=true"
_LIKENESS: Final = "0.45"
_SHORTEST_ALIKE: Final = 4


@dataclass(frozen=True)
class Hits:
    """What was found: a row an asset, with how many of the words it has, and whether its title has them all."""

    rows: Select[Any]
    query: Query | None = None
    text: str = ""


def everything(offered: Condition) -> Hits:
    """All that is offered, where nothing was asked."""
    return Hits(select(_a.asset_id, *_TAGS, _a.revised_at).where(offered))


def with_all_words(offered: Condition, query: Query, text: str) -> Hits:
    rows = _hit(query, literal(0)).select_from(ENTRIES)
    return Hits(rows.where(offered, has(query)), query, text)


def with_some_words(offered: Condition, text: str) -> Hits:
    """What has at least half of the words; each of them weighs more than where it stands."""
    each = [one(word) for word in words(text)]
    having = union_all(*(select(_e.asset_id).where(has(query)) for query in each)).subquery("having")
    count = func.count()
    found = select(having.c.asset_id, count.label("words")).group_by(having.c.asset_id)
    some = found.having(count >= (len(each) + 1) // 2).subquery("some")
    rows = _hit(any_of(each), some.c.words).select_from(ENTRIES.join(some, some.c.asset_id == _a.asset_id))
    return Hits(rows.where(offered), any_of(each), text)


def page(
    session: Session, hits: Hits, filters: Mapping[str, str], limit: int, cursor: str | None
) -> tuple[list[UUID], str | None]:
    """Best first, then newest."""
    chosen = hits.rows.where(*_narrowed(filters).values())
    found = (chosen if hits.query is None else _weighed(chosen, hits.query)).subquery("found")
    newest = [(found.c.revised_at, "desc"), (found.c.asset_id, "desc")]
    sort = newest if hits.query is None else [(found.c.rank, "desc"), *newest]
    rows, next_cursor = keyset.page(session, select(found.c.asset_id), sort, limit, cursor)
    return [row.asset_id for row in rows], next_cursor


def counts(session: Session, hits: Hits, filters: Mapping[str, str]) -> dict[str, Any]:
    """What each filter would leave, given the others. What is alike in all that can be filtered is counted once."""
    rows = hits.rows.subquery("hits")
    tags = (rows.c.asset_type, rows.c.language, rows.c.product_lines)
    alike = select(*tags, func.count().label("assets")).group_by(*tags).cte("alike")
    narrowed = _narrowed(filters, alike.c)
    lines = func.unnest(alike.c.product_lines).table_valued("product_line", name="product_line")
    codes: dict[str, ColumnElement[Any]] = {
        "asset_type": alike.c.asset_type,
        "language": alike.c.language,
        "product_line": lines.c.product_line,
    }
    tallies = [
        _tally(
            facet,
            alike.join(lines, true()) if facet == "product_line" else alike,
            alike.c.assets,
            code,
            *(condition for name, condition in narrowed.items() if name != facet),
        )
        for facet, code in codes.items()
    ]
    totals = [
        _tally("total", alike, alike.c.assets, None, *narrowed.values()),
        _tally("unfiltered", alike, alike.c.assets, None),
    ]
    found = session.execute(union_all(*tallies, *totals)).all()
    told = {facet: [{"code": row.code, "count": row.tally} for row in found if row.facet == facet] for facet in codes}
    for found_codes in told.values():
        found_codes.sort(key=lambda entry: (-entry["count"], entry["code"]))
    sums = {name: sum(row.tally or 0 for row in found if row.facet == name) for name in ("total", "unfiltered")}
    return {"facets": told, "total": sums["total"], "unfiltered_total": sums["unfiltered"]}


def shown(session: Session, offered: Condition, hits: Hits, ids: list[UUID]) -> list[dict[str, Any]]:
    """Assets in this order: the title, and the lines around the first hit inside or else the summary, in pieces."""
    title, lines = (_a.title, _a.summary) if hits.query is None else _marked(hits.query, hits.text)
    inside = assets.outerjoin(*_CURRENT).outerjoin(asset_texts, _t.asset_version_id == _v.asset_version_id)
    statement = select(*_SHOWN, *_FILE, title.label("marked_title"), lines.label("marked_lines")).select_from(inside)
    rows = {row.asset_id: row for row in session.execute(statement.where(offered, _a.asset_id.in_(ids)))}
    return [
        {**row._mapping, "title_parts": parts(row.marked_title), "snippet": parts(row.marked_lines)}
        for row in (rows[asset_id] for asset_id in ids if asset_id in rows)
    ]


def suggested(session: Session, offered: Condition, typed: str, limit: int) -> list[Any]:
    """Titles that have these words, the last as far as it goes; then titles that look alike."""
    if not (found := words(key_of(typed))):
        return []
    key = " ".join(found)
    shown = select(_a.asset_id, _a.title, _a.asset_type, _a.language)
    query = func.to_tsquery(cast("prm_plain", REGCONFIG), prefix_query(found))
    begins = shown.select_from(ENTRIES).where(offered, _e.title_vector.bool_op("@@")(query))
    first = _e.title_key.startswith(key, autoescape=True).desc()
    rows = session.execute(begins.order_by(first, _a.title, _a.asset_id).limit(limit)).all()
    if rows or len(key) < _SHORTEST_ALIKE:
        return list(rows)
    session.execute(select(func.set_config("pg_trgm.word_similarity_threshold", _LIKENESS, True)))
    alike = shown.select_from(ENTRIES).where(offered, literal(key).bool_op("<%")(_e.title_key))
    likeness = func.word_similarity(key, _e.title_key).desc()
    return list(session.execute(alike.order_by(likeness, _a.title, _a.asset_id).limit(limit)))


def _hit(query: Query, count: ColumnElement[int]) -> Select[Any]:
    in_title = cast(_e.title_vector.bool_op("@@")(query), Integer)
    return select(_a.asset_id, *_TAGS, _a.revised_at, count.label("words"), in_title.label("in_title"))


def _weighed(chosen: Select[Any], query: Query) -> Select[Any]:
    """The foremost of what was found, with what its words weigh where they stand."""
    hits = chosen.subquery("hits")
    order = (hits.c.words, hits.c.in_title, hits.c.revised_at, hits.c.asset_id)
    best = select(hits).order_by(*(column.desc() for column in order)).limit(_WEIGHED).subquery("best")
    rank = cast(best.c.words + func.ts_rank(_WEIGHTS, _e.vector, query, 1), Double)
    weighed = select(best.c.asset_id, best.c.revised_at, rank.label("rank"))
    return weighed.join_from(best, search_entries, _e.asset_id == best.c.asset_id)


def _marked(query: Query, text: str) -> tuple[ColumnElement[str], ColumnElement[str]]:
    config = func.search_configuration(_a.language)
    at = func.regexp_instr(func.coalesce(_t.body, ""), where_it_begins(words(text)), 1, 1, 0, "i")
    window = func.substr(_t.body, func.greatest(1, at - _BEFORE_HIT), _WINDOW)
    summary = func.ts_headline(config, _a.summary, query, _LINES)
    lines = case((at > 0, func.ts_headline(config, window, query, _LINES)), else_=summary)
    return func.ts_headline(config, _a.title, query, _WHOLE), lines


def _tally(
    facet: str, alike: FromClause, count: ColumnElement[int], code: ColumnElement[Any] | None, *conditions: Condition
) -> Select[Any]:
    shown_code = literal("") if code is None else code
    tally = select(
        literal(facet).label("facet"), shown_code.label("code"), cast(func.sum(count), Integer).label("tally")
    )
    tally = tally.select_from(alike).where(*conditions)
    return tally if code is None else tally.group_by(code)


def _narrowed(filters: Mapping[str, str], columns: Any = _a) -> dict[str, Condition]:
    made = {name: columns[name] == filters[name] for name in ("asset_type", "language") if name in filters}
    if line := filters.get("product_line"):
        made["product_line"] = columns.product_lines.contains([line.casefold()])
    return made
