"""People as rows for reading. A partner sees its own people, and of the vendor's people only what they are called."""

from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, ScalarSelect, case, false, func, null, or_, select
from sqlalchemy.orm import Session

from chassis import keyset
from chassis.context import Principal
from services.partners import errors
from services.partners.organisations.queries import mentions, within_scope
from services.partners.people.model import PersonStatus
from services.partners.people.tables import people


def visible_to(principal: Principal) -> ColumnElement[bool]:
    """One's own scope is oneself; wider ones go by the partner."""
    if principal.scope == "own":
        own = principal.claims.get("person_id")
        return people.c.person_id == UUID(own) if own else false()
    return within_scope(principal, people.c.partner_id)


def list_people(
    session: Session,
    principal: Principal,
    *,
    vendor: bool,
    limit: int,
    cursor: str | None,
    partner_id: UUID | None = None,
    status: list[str] | None = None,
    role: str | None = None,
    q: str | None = None,
) -> dict[str, Any]:
    conditions = [visible_to(principal)]
    if vendor:
        conditions.append(people.c.partner_id.is_(None))
    if partner_id is not None:
        conditions.append(people.c.partner_id == partner_id)
    if status:
        conditions.append(people.c.status.in_(status))
    if role:
        conditions.append(people.c.roles.contains([role]))
    if q:
        conditions.append(mentions(people.c.search_key, q))
    order = [(people.c.search_key, "asc"), (people.c.person_id, "asc")]
    rows, next_cursor = keyset.page(session, select(people).where(*conditions), order, limit, cursor)
    return {"items": rows, "next_cursor": next_cursor}


def get_person(session: Session, principal: Principal, *, person_id: UUID) -> Any:
    row = session.execute(select(people).where(people.c.person_id == person_id, visible_to(principal))).one_or_none()
    if row is None:
        raise errors.NotFound
    return row


def get_people(session: Session, principal: Principal, *, person_ids: list[UUID]) -> dict[str, Any]:
    """Names for a page that shows them; addresses only of people within the caller's scope."""
    mine = visible_to(principal)
    signed_in = principal.scope != "none"
    vendors_people = people.c.partner_id.is_(None) if signed_in else mine
    rows = session.execute(
        select(
            people.c.person_id,
            people.c.partner_id,
            people.c.name,
            case((mine, people.c.email), else_=null()).label("email"),
            people.c.language,
            people.c.status,
        )
        .where(people.c.person_id.in_(person_ids), or_(mine, vendors_people))
        .order_by(people.c.person_id)
    )
    return {"items": rows.all()}


def active_people(partner_id: ColumnElement[UUID]) -> ScalarSelect[int]:
    """How many people of the partner in the outer row act for it now."""
    acting = (people.c.partner_id == partner_id, people.c.status == PersonStatus.ACTIVE)
    return select(func.count()).select_from(people).where(*acting).scalar_subquery()


def count_present_admins(session: Session, partner_id: UUID) -> int:
    """How many people administer a partner, invited ones included."""
    present = (people.c.partner_id == partner_id, people.c.status != PersonStatus.LEFT)
    statement = select(func.count()).where(*present, people.c.roles.contains(["partner_admin"]))
    return session.execute(statement).scalar_one()
