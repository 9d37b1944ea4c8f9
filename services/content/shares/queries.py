"""Reading shares: one's own, one's company's, or all; never one of an asset that the reader may not find."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, false, select, true
from sqlalchemy.orm import Session

from chassis import keyset
from services.content import errors
from services.content.assets import queries as assets
from services.content.assets.model import AssetStatus
from services.content.shares.model import Share, ShareStatus
from services.content.shares.tables import shares
from services.content.standing.model import Actor
from services.content.standing.queries import deal_numbers

_c = shares.c
_NOTHING_TO_OPEN = (AssetStatus.EXPIRED, AssetStatus.RETIRED)


def visible(actor: Actor) -> ColumnElement[bool]:
    if actor.is_staff:
        return true()
    if actor.partner_id is None:
        return false()
    if actor.scope == "own":
        return (_c.partner_id == actor.partner_id) & (_c.person_id == actor.person_id)
    return _c.partner_id == actor.partner_id


def leads_to(asset_ids: Select[tuple[UUID]]) -> ColumnElement[bool]:
    return _c.asset_id.in_(asset_ids)


def list_shares(
    session: Session, actor: Actor, now: datetime, *, limit: int, cursor: str | None = None, **filters: UUID
) -> dict[str, Any]:
    """The newest first, each with the opens of its link and what the link leads to."""
    found = assets.findable_ids(session, actor)
    narrowed = [_c[name] == wanted for name, wanted in filters.items()]
    statement = select(shares).where(visible(actor), leads_to(found), *narrowed)
    order = [(_c.created_at, "desc"), (_c.share_id, "desc")]
    rows, next_cursor = keyset.page(session, statement, order, limit, cursor)
    return {"items": shown(session, rows, now), "next_cursor": next_cursor}


def share_for_change(session: Session, share_id: UUID, *conditions: ColumnElement[bool]) -> Share:
    """The aggregate, locked until the transaction ends."""
    statement = select(Share).where(_c.share_id == share_id, *conditions).with_for_update()
    found = session.scalars(statement).one_or_none()
    if found is None:
        raise errors.NotFound
    return found


def shown(session: Session, rows: list[Any], now: datetime) -> list[dict[str, Any]]:
    known = assets.briefs(session, (row.asset_id for row in rows))
    numbers = deal_numbers(session, (row.deal_registration_id for row in rows))
    return [_view(row, known[row.asset_id], numbers.get(row.deal_registration_id), now) for row in rows]


def _view(row: Any, asset: Any, deal_number: str | None, now: datetime) -> dict[str, Any]:
    view = {column.key: getattr(row, column.key) for column in shares.c}
    return view | {
        "title": asset.title,
        "current_version_number": asset.version_number,
        "deal_number": deal_number,
        "status": _status(row, asset.status, now),
    }


def _status(row: Any, asset_status: AssetStatus, now: datetime) -> ShareStatus:
    if row.revoked_at is not None:
        return ShareStatus.REVOKED
    if now >= row.expires_at:
        return ShareStatus.EXPIRED
    return ShareStatus.WITHDRAWN if asset_status in _NOTHING_TO_OPEN else ShareStatus.ACTIVE
