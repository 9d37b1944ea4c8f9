"""Organisations as rows for reading, and the scope within which a caller may see them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, Subquery, and_, false, or_, select, true
from sqlalchemy.orm import Session

from chassis import clock, keyset
from chassis.context import Principal
from services.partners import errors
from services.partners.organisations.model import MOMENTS, PartnerStatus, fold, staff_actions
from services.partners.organisations.tables import partner_periods, partners
from services.partners.programs import queries as programs


def within_scope(principal: Principal, partner_id: ColumnElement[UUID]) -> ColumnElement[bool]:
    """Whether a row that belongs to this partner is for this caller to see; applied in the owner's every query."""
    own = principal.claims.get("partner_id")
    if principal.scope == "all":
        return true()
    if principal.scope == "none" or own is None:
        return false()
    if principal.scope == "hierarchy":
        return partner_id.in_(_descendants(UUID(own)))
    return partner_id == UUID(own)


def list_partners(
    session: Session,
    principal: Principal,
    *,
    sort: str,
    limit: int,
    cursor: str | None,
    status: list[str] | None = None,
    q: str | None = None,
    **equal: object,
) -> dict[str, Any]:
    """One page of partners; `equal` narrows it to a country, a type, a parent or a channel manager."""
    conditions = [
        within_scope(principal, partners.c.partner_id),
        *(partners.c[name] == value for name, value in equal.items()),
    ]
    if status:
        conditions.append(partners.c.status.in_(status))
    if q:
        conditions.append(mentions(partners.c.search_key, q))
    order = {"legal_name": (partners.c.search_key, "asc"), "-created_at": (partners.c.created_at, "desc")}[sort]
    rows, next_cursor = keyset.page(
        session, select(partners).where(*conditions), [order, (partners.c.partner_id, order[1])], limit, cursor
    )
    return {"items": rows, "next_cursor": next_cursor}


def get_partner(
    session: Session, principal: Principal, *, partner_id: UUID, as_of: datetime | None = None
) -> dict[str, Any]:
    """The record with its programs; with a moment, as it stood then."""
    row = session.execute(
        select(partners).where(partners.c.partner_id == partner_id, within_scope(principal, partners.c.partner_id))
    ).one_or_none()
    if row is None:
        raise errors.NotFound
    record = {**row._mapping, **(_record_at(session, partner_id, as_of) if as_of else {})}
    on = (as_of or clock.now()).date()
    is_current_for_staff = as_of is None and principal.scope == "all"
    return {
        **record,
        "as_of": as_of,
        "programs": programs.memberships_of(session, partner_id, on),
        "actions": staff_actions(row.status) if is_current_for_staff else [],
    }


def get_partner_history(
    session: Session, principal: Principal, *, partner_id: UUID, limit: int, cursor: str | None
) -> dict[str, Any]:
    """The periods of a partner's record, newest first."""
    get_partner(session, principal, partner_id=partner_id)
    rows, next_cursor = keyset.page(
        session,
        select(partner_periods).where(partner_periods.c.partner_id == partner_id),
        [(partner_periods.c.effective_from, "desc"), (partner_periods.c.period_id, "desc")],
        limit,
        cursor,
    )
    return {"items": rows, "next_cursor": next_cursor}


def directory() -> Subquery:
    """What other capabilities may join a partner's rows with."""
    shown = ("partner_id", "legal_name", "status", "channel_manager_id", "domain", "city", "registration_no")
    return select(*(partners.c[name] for name in shown)).subquery("directory")


def ancestor_ids(session: Session, partner_id: UUID) -> list[UUID]:
    """The partner itself and every one above it, to the top."""
    above = select(partners.c.partner_id, partners.c.parent_partner_id).where(partners.c.partner_id == partner_id)
    climb = above.cte("above", recursive=True)
    upwards = select(partners.c.partner_id, partners.c.parent_partner_id).join(
        climb, partners.c.partner_id == climb.c.parent_partner_id
    )
    return list(session.scalars(select(climb.union(upwards).c.partner_id)))


def partners_like(
    session: Session, *, domain: str | None, registration_key: str | None, country: str | None, name_key: str | None
) -> Sequence[Row[Any]]:
    """Living partners that may be the company described; which of the three keys matched is for the caller to see."""
    signals = []
    if domain:
        signals.append(partners.c.domain == domain)
    if country and registration_key:
        signals.append(and_(partners.c.registration_key == registration_key, partners.c.country == country))
    if country and name_key:
        signals.append(and_(partners.c.name_key == name_key, partners.c.country == country))
    living = partners.c.status != PartnerStatus.TERMINATED
    return session.execute(select(partners).where(living, or_(false(), *signals)).limit(20)).all()


def mentions(search_key: ColumnElement[str], q: str) -> ColumnElement[bool]:
    """Every word of the question is part of the name or the domain."""
    words = [{fold(word), word.casefold()} - {""} for word in q.split()]
    return and_(
        true(), *(or_(false(), *(search_key.contains(form, autoescape=True) for form in forms)) for forms in words)
    )


def _record_at(session: Session, partner_id: UUID, moment: datetime) -> dict[str, Any]:
    held = partner_periods.c
    record: dict[str, Any] | None = session.scalar(
        select(held.record).where(
            held.partner_id == partner_id,
            held.effective_from <= moment,
            or_(held.effective_until.is_(None), held.effective_until > moment),
        )
    )
    if record is None:
        raise errors.NotFound
    return {name: datetime.fromisoformat(text) if text and name in MOMENTS else text for name, text in record.items()}


def _descendants(root: UUID) -> Select[tuple[UUID]]:
    top = select(partners.c.partner_id).where(partners.c.partner_id == root).cte("below", recursive=True)
    downwards = select(partners.c.partner_id).join(top, partners.c.parent_partner_id == top.c.partner_id)
    return select(top.union(downwards).c.partner_id)
