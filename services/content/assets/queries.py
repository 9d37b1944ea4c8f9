"""Reading assets. Every statement that a partner's word can reach carries the one predicate `visible_to`."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, false, or_, select, true
from sqlalchemy.orm import Session

from chassis import keyset
from services.content import errors
from services.content.assets.model import REVIEW_NOTICE, Asset, AssetStatus, AssetVersion, actions
from services.content.assets.tables import RULE, asset_versions, assets
from services.content.audiences.queries import admits, literal_sets
from services.content.standing.model import Actor, Attributes
from services.content.standing.queries import departed, viewer_of, viewer_of_partner

_c, _v = assets.c, asset_versions.c
_CURRENT: Final = and_(_v.asset_id == _c.asset_id, _v.number == _c.version_number)
_FILE: Final = ("filename", "media_type", "size", "note", "added_at")


def is_in_force(today: date) -> ColumnElement[bool]:
    """Published, and not past its last day, whether or not the job has noticed yet."""
    return and_(_c.status == AssetStatus.PUBLISHED, or_(_c.expires_on.is_(None), _c.expires_on >= today))


def visible_to(viewer: Attributes | None, today: date) -> ColumnElement[bool]:
    """THE predicate: what is in force and whose audience lets this viewer in. None sees nothing."""
    if viewer is None:
        return false()
    return and_(is_in_force(today), admits(RULE, literal_sets(viewer)))


def offered_to(session: Session, actor: Actor, today: date, as_partner_id: UUID | None = None) -> ColumnElement[bool]:
    """What this caller finds in lists and search: partners what they may see, staff all that is in force,
    or exactly what anybody of one partner would see.
    """
    if actor.is_staff and as_partner_id is None:
        return is_in_force(today)
    return visible_to(_viewer(session, actor, as_partner_id), today)


def asset_for_change(session: Session, asset_id: UUID) -> Asset:
    """The aggregate, locked until the transaction ends; for staff alone, who may see all."""
    found = session.scalars(select(Asset).where(_c.asset_id == asset_id).with_for_update(key_share=True)).one_or_none()
    if found is None:
        raise errors.NotFound
    return found


def list_assets(
    session: Session,
    actor: Actor,
    today: date,
    *,
    sort: str,
    limit: int,
    cursor: str | None = None,
    as_partner_id: UUID | None = None,
    **filters: Any,
) -> dict[str, Any]:
    """Staff see all assets, in every status; partners, and staff who look as one, those offered to them."""
    as_staff = actor.is_staff and as_partner_id is None
    conditions = _conditions(today, filters)
    if not as_staff:
        conditions.append(offered_to(session, actor, today, as_partner_id))
    direction = "desc" if sort.startswith("-") else "asc"
    order = [(_c[sort.removeprefix("-")], direction), (_c.asset_id, direction)]
    rows, next_cursor = keyset.page(session, _rows().where(*conditions), order, limit, cursor)
    return {"items": [shown(row, today, as_staff=as_staff) for row in rows], "next_cursor": next_cursor}


def get_asset(
    session: Session, actor: Actor, today: date, *, asset_id: UUID, as_partner_id: UUID | None = None
) -> dict[str, Any]:
    """One asset. To a partner whom its audience lets in, one that has ended still says what took its place."""
    findable = _findable(session, actor, as_partner_id)
    row = session.execute(_rows().where(_c.asset_id == asset_id, findable)).one_or_none()
    if row is None:
        raise errors.NotFound
    as_staff = actor.is_staff and as_partner_id is None
    view = shown(row, today, as_staff=as_staff)
    view["replacement"] = _replacement(session, row.replacement_asset_id, findable)
    if as_staff:
        view["versions"] = versions(session, asset_id)
    return view


def asset_in_force(session: Session, actor: Actor, today: date, asset_id: UUID) -> Any:
    """The row of an asset that can be had now; staff may take drafts and ended ones out, too."""
    findable = _findable(session, actor)
    statement = _rows().add_columns(is_in_force(today).label("in_force"))
    row = session.execute(statement.where(_c.asset_id == asset_id, findable)).one_or_none()
    if row is None:
        raise errors.NotFound
    if not row.in_force and not actor.is_staff:
        raise errors.AssetWithdrawn
    return row


def asset_seen_by(session: Session, viewer: Attributes | None, today: date, asset_id: UUID) -> Any:
    """What a link serves that somebody passed on: the asset, or what took its place, while its sender may see it."""
    followed: set[UUID] = set()
    next_id: UUID | None = asset_id
    while next_id is not None and next_id not in followed:
        followed.add(next_id)
        row = session.execute(_rows().where(_c.asset_id == next_id, visible_to(viewer, today))).one_or_none()
        if row is not None:
            return row
        next_id = session.scalar(select(_c.replacement_asset_id).where(_c.asset_id == next_id))
    raise errors.NotFound


def version_of(session: Session, asset_id: UUID, number: int) -> AssetVersion:
    row = session.execute(select(asset_versions).where(_v.asset_id == asset_id, _v.number == number)).one_or_none()
    if row is None:
        raise errors.NotFound
    return AssetVersion(**row._mapping)


def versions(session: Session, asset_id: UUID) -> list[Any]:
    return list(session.execute(select(asset_versions).where(_v.asset_id == asset_id).order_by(_v.number.desc())))


def findable_ids(session: Session, actor: Actor) -> Select[tuple[UUID]]:
    """What this caller may ask for by its id, as a subselect for what refers to assets."""
    return select(_c.asset_id).where(_findable(session, actor))


def briefs(session: Session, asset_ids: Iterable[UUID]) -> dict[UUID, Any]:
    """What a line about an asset needs; for rows that were already narrowed to what the caller may see."""
    named = (_c.asset_id, _c.title, _c.status, _c.version_number)
    rows = session.execute(select(*named).where(_c.asset_id.in_(set(asset_ids))))
    return {row.asset_id: row for row in rows}


def claimed_keys(session: Session, blob_keys: Iterable[str]) -> set[str]:
    """Which of these files belong to a version."""
    return set(session.scalars(select(_v.blob_key).where(_v.blob_key.in_(list(blob_keys)))))


def assets_due(session: Session, condition: ColumnElement[bool], limit: int) -> list[Asset]:
    """Aggregates for a job, locked; whatever another transaction holds is left for the next run."""
    statement = select(Asset).where(_c.status == AssetStatus.PUBLISHED, condition).limit(limit)
    return list(session.scalars(statement.with_for_update(skip_locked=True, key_share=True)))


def lapsed(today: date) -> ColumnElement[bool]:
    return _c.expires_on < today


def review_near(today: date) -> ColumnElement[bool]:
    return _c.review_on <= today + REVIEW_NOTICE


def unnoticed_review(today: date) -> ColumnElement[bool]:
    return and_(review_near(today), or_(_c.review_noticed_on.is_(None), _c.review_noticed_on != _c.review_on))


def shown(row: Any, today: date, *, as_staff: bool) -> dict[str, Any]:
    """A row as this reader may see it: whom it is for and who answers for it are the vendor's business."""
    view = dict(row._mapping)
    if row.status == AssetStatus.PUBLISHED and row.expires_on is not None and row.expires_on < today:
        view["status"] = AssetStatus.EXPIRED
    number = view["version_number"]
    view["current_version"] = {"number": number, **{name: view[name] for name in _FILE}} if number else None
    if not as_staff:
        return {name: value for name, value in view.items() if name not in _STAFF_ONLY} | {"actions": []}
    view["audience"] = {name: view[column.key] for name, column in RULE.items()}
    view["actions"] = actions(view["status"])
    return view


_STAFF_ONLY: Final = frozenset(
    {"created_by", "reviewed_at", "reviewed_by", "review_on", "owner_id", "replacement_asset_id"}
    | {column.key for column in RULE.values()}
)


def _rows() -> Select[Any]:
    """Assets with the file that is current; a draft may have none yet."""
    file = [_v[name] for name in _FILE]
    return select(assets, *file).outerjoin_from(assets, asset_versions, _CURRENT)


def _findable(session: Session, actor: Actor, as_partner_id: UUID | None = None) -> ColumnElement[bool]:
    """What can be asked for by its id: for partners also what has ended, where its audience lets them in."""
    if actor.is_staff and as_partner_id is None:
        return true()
    viewer = _viewer(session, actor, as_partner_id)
    if viewer is None:
        return false()
    was_offered = and_(_c.published_at.is_not(None), _c.status != AssetStatus.DRAFT)
    return and_(was_offered, admits(RULE, literal_sets(viewer)))


def _viewer(session: Session, actor: Actor, as_partner_id: UUID | None) -> Attributes | None:
    """Whom the audience is to judge: the caller, or for staff anybody of a partner."""
    if as_partner_id is None:
        return viewer_of(session, actor)
    actor.require_staff()
    return viewer_of_partner(session, as_partner_id)


def _replacement(session: Session, asset_id: UUID | None, findable: ColumnElement[bool]) -> dict[str, Any] | None:
    """What took its place, named only to those who may see that, too."""
    if asset_id is None:
        return None
    statement = select(_c.asset_id, _c.title).where(_c.asset_id == asset_id, findable)
    row = session.execute(statement).one_or_none()
    return dict(row._mapping) if row else None


def _conditions(today: date, filters: Mapping[str, Any]) -> list[ColumnElement[bool]]:
    named = ("asset_type", "language", "owner_id", "status")
    conditions = [_c[name] == filters[name] for name in named if name in filters]
    if line := filters.get("product_line"):
        conditions.append(_c.product_lines.contains([line.casefold()]))
    if q := filters.get("q"):
        conditions.append(_c.title.icontains(q, autoescape=True))
    if filters.get("view") == "review_due":
        ownerless = _c.owner_id.in_(departed())
        conditions.append(and_(_c.status == AssetStatus.PUBLISHED, or_(review_near(today), ownerless)))
    if filters.get("view") == "expiring":
        conditions.append(and_(is_in_force(today), _c.expires_on <= today + timedelta(days=30)))
    return conditions
