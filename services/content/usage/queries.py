"""Counts of use: by asset, partner, person and version, always taken from the uses themselves."""

from datetime import date
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Column, ColumnElement, func, select
from sqlalchemy.orm import Session

from services.content.assets import queries as assets
from services.content.standing.model import Actor
from services.content.standing.queries import partner_names
from services.content.usage.model import Use
from services.content.usage.tables import asset_uses

_c = asset_uses.c
_LONGEST: Final = 100
_COUNTS: Final = {
    "views": func.count().filter(_c.kind == Use.VIEW),
    "downloads": func.count().filter(_c.kind == Use.DOWNLOAD),
    "shares": func.count().filter(_c.kind == Use.SHARE),
    "opens": func.count().filter(_c.kind == Use.OPEN),
}


def held_version(session: Session, person_id: UUID | None, asset_id: UUID) -> int | None:
    """The newest version of an asset that a person has taken out or passed on."""
    had = (_c.person_id == person_id, _c.asset_id == asset_id, _c.kind.in_([Use.DOWNLOAD, Use.SHARE]))
    newest: int | None = session.scalar(select(func.max(_c.version_number)).where(*had))
    return newest


def get_usage(
    session: Session,
    actor: Actor,
    *,
    since: date | None,
    asset_id: UUID | None = None,
    partner_id: UUID | None = None,
    person_id: UUID | None = None,
) -> dict[str, Any]:
    """Totals of what was asked for, and the same split four ways, the most used first."""
    actor.require_staff()
    asked = {_c.asset_id: asset_id, _c.partner_id: partner_id, _c.person_id: person_id}
    conditions: list[ColumnElement[bool]] = [column == wanted for column, wanted in asked.items() if wanted]
    if since is not None:
        conditions.append(_c.used_at >= since)
    totals = session.execute(select(*_labelled(), func.max(_c.used_at).label("last_used_at")).where(*conditions)).one()
    by_asset, by_partner = _split(session, _c.asset_id, conditions), _split(session, _c.partner_id, conditions)
    known = assets.briefs(session, (row["asset_id"] for row in by_asset))
    names = partner_names(session, (row["partner_id"] for row in by_partner))
    return {
        **totals._mapping,
        "by_asset": [{**row, "title": known[row["asset_id"]].title} for row in by_asset],
        "by_partner": [{**row, "name": names.get(row["partner_id"], "")} for row in by_partner],
        "by_person": _split(session, _c.person_id, conditions),
        "by_version": _split(session, _c.version_number, conditions),
    }


def _split(session: Session, column: Column[Any], conditions: list[ColumnElement[bool]]) -> list[dict[str, Any]]:
    statement = (
        select(column, *_labelled())
        .where(column.is_not(None), *conditions)
        .group_by(column)
        .order_by(func.count().desc(), column)
        .limit(_LONGEST)
    )
    return [dict(row._mapping) for row in session.execute(statement)]


def _labelled() -> list[ColumnElement[int]]:
    return [count.label(name) for name, count in _COUNTS.items()]
