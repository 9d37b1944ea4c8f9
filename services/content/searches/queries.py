"""The statements of search. Each carries what is offered to the caller as its condition."""

from collections.abc import Mapping
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Double,
    FromClause,
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
_SHOWN: Final = (_a.asset_id, _a.title, _a.summary, _a.asset_type, _a.language, _a.product_lines, _a.revised_at)
_FILE: Final = (_v.filename, _v.media_type, _v.size)
_FACETS: Final = ("asset_type", "language", "product_line")
_BEFORE_HIT: Final = 160
_WINDOW: Final = 2400
_MARKED: Final = f'StartSel="{MARKS[0]}", StopSel="{MARKS[1]}"'
_LINES: Final = f"{_MARKED}, MaxWords=32, MinWords=14, MaxFragments=2"
_WHOLE: Final = f"{_MARKED}, HighlightAll=true"
_LIKENESS: Final = "0.45"
_SHORTEST_ALIKE: Final = 4


def everything(offered: Condition, filters: Mapping[str, str]) -> Select[Any]:
    """All that is offered, where nothing was asked."""
    found = select(*_SHOWN, *_FILE, cast(0, Double).label("rank")).select_from(assets.outerjoin(*_CURRENT))
    return found.where(offered, *_narrowed(filters).values())


def with_all_words(offered: Condition, filters: Mapping[str, str], query: Query) -> Select[Any]:
    rank = cast(func.ts_rank(_WEIGHTS, _e.vector, query, 1), Double).label("rank")
    found = select(*_SHOWN, *_FILE, rank).select_from(ENTRIES.outerjoin(*_CURRENT))
    return found.where(offered, has(query), *_narrowed(filters).values())


def with_some_words(offered: Condition, filters: Mapping[str, str], text: str) -> Select[Any]:
    """What has at least half of the words; each of them weighs more than where it stands."""
    each = [one(word) for word in words(text)]
    covered = sum((case((has(query), 1), else_=0) for query in each[1:]), start=case((has(each[0]), 1), else_=0))
    rank = cast(covered + func.ts_rank(_WEIGHTS, _e.vector, any_of(each), 1), Double).label("rank")
    found = select(*_SHOWN, *_FILE, rank).select_from(ENTRIES.outerjoin(*_CURRENT))
    return found.where(offered, has(any_of(each)), covered >= (len(each) + 1) // 2, *_narrowed(filters).values())


def page(session: Session, found: Select[Any], limit: int, cursor: str | None) -> tuple[list[Any], str | None]:
    """Best first, then newest."""
    hits = found.subquery("hits")
    sort = [(hits.c.rank, "desc"), (hits.c.revised_at, "desc"), (hits.c.asset_id, "desc")]
    return keyset.page(session, select(hits), sort, limit, cursor)


def counts(session: Session, found: Select[Any], filters: Mapping[str, str]) -> dict[str, Any]:
    """What each filter would leave, given the others; `found` is what was found without any of them."""
    hits = found.with_only_columns(_a.asset_type, _a.language, _a.product_lines, maintain_column_froms=True).cte("hits")
    narrowed = _narrowed(filters, hits.c)
    lines = func.unnest(hits.c.product_lines).table_valued("product_line", name="product_line")
    codes: dict[str, ColumnElement[Any]] = {
        "asset_type": hits.c.asset_type,
        "language": hits.c.language,
        "product_line": lines.c.product_line,
    }
    tallies = [
        _tally(
            facet,
            hits.join(lines, true()) if facet == "product_line" else hits,
            code,
            *(condition for name, condition in narrowed.items() if name != facet),
        )
        for facet, code in codes.items()
    ]
    totals = [_tally("total", hits, None, *narrowed.values()), _tally("unfiltered", hits, None)]
    rows = session.execute(union_all(*tallies, *totals)).all()
    told = {facet: [{"code": row.code, "count": row.tally} for row in rows if row.facet == facet] for facet in codes}
    for found_codes in told.values():
        found_codes.sort(key=lambda entry: (-entry["count"], entry["code"]))
    sums = {name: sum(row.tally for row in rows if row.facet == name) for name in ("total", "unfiltered")}
    return {"facets": told, "total": sums["total"], "unfiltered_total": sums["unfiltered"]}


def highlights(session: Session, offered: Condition, query: Query, text: str, ids: list[Any]) -> dict[Any, Any]:
    """The title, and the lines around the first hit inside or else the summary, as pieces."""
    config = func.search_configuration(_a.language)
    at = func.regexp_instr(func.coalesce(_t.body, ""), where_it_begins(words(text)), 1, 1, 0, "i")
    window = func.substr(_t.body, func.greatest(1, at - _BEFORE_HIT), _WINDOW)
    lines = case((at > 0, func.ts_headline(config, window, query, _LINES)), else_=_summary(config, query))
    title = func.ts_headline(config, _a.title, query, _WHOLE)
    inside = assets.outerjoin(*_CURRENT).outerjoin(asset_texts, _t.asset_version_id == _v.asset_version_id)
    statement = select(_a.asset_id, title.label("title"), lines.label("lines")).select_from(inside)
    rows = session.execute(statement.where(offered, _a.asset_id.in_(ids)))
    return {row.asset_id: {"title_parts": parts(row.title), "snippet": parts(row.lines)} for row in rows}


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


def _summary(config: ColumnElement[Any], query: Query) -> ColumnElement[Any]:
    return func.ts_headline(config, _a.summary, query, _LINES)


def _tally(facet: str, hits: FromClause, code: ColumnElement[Any] | None, *conditions: Condition) -> Select[Any]:
    shown = literal("") if code is None else code
    counted = select(literal(facet).label("facet"), shown.label("code"), func.count().label("tally"))
    counted = counted.select_from(hits).where(*conditions)
    return counted if code is None else counted.group_by(code)


def _narrowed(filters: Mapping[str, str], columns: Any = _a) -> dict[str, Condition]:
    made = {name: columns[name] == filters[name] for name in ("asset_type", "language") if name in filters}
    if line := filters.get("product_line"):
        made["product_line"] = columns.product_lines.contains([line.casefold()])
    return made
