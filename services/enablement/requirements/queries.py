"""Reading what companies need: the count behind it, and the rows that show it."""

from collections import defaultdict
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, false, func, or_, select, true
from sqlalchemy.orm import Session

from chassis import keyset
from chassis.context import Principal
from services.enablement import errors
from services.enablement.certificates.queries import valid_holdings
from services.enablement.certifications.queries import certifications_by_id
from services.enablement.people.queries import companies, partner_names, present_people
from services.enablement.requirements.model import CompanyRequirement, Holding, Requirement
from services.enablement.requirements.tables import company_requirements, requirements

_r, _c = requirements.c, company_requirements.c
Company = tuple[UUID, UUID]  # a requirement and a partner


def counted(session: Session, now: datetime, partner_id: UUID | None) -> dict[Company, list[Holding]]:
    """Every company that a requirement is for, with the valid certificates of the people who act for it today."""
    company, present, held = companies(), present_people(), valid_holdings(now)
    theirs = present.join(held, held.c.person_id == present.c.person_id)
    is_meant = or_(func.cardinality(_r.partner_types) == 0, company.c.partner_type == func.any(_r.partner_types))
    fits = and_(present.c.partner_id == company.c.partner_id, held.c.certification_id == _r.certification_id)
    statement = (
        select(_r.requirement_id, company.c.partner_id, held.c.person_id, held.c.expires_at)
        .select_from(requirements.join(company, is_meant).outerjoin(theirs, fits))
        .where(_r.withdrawn_at.is_(None), true() if partner_id is None else company.c.partner_id == partner_id)
    )
    found: defaultdict[Company, list[Holding]] = defaultdict(list)
    for row in session.execute(statement):
        held_by_company = found[row.requirement_id, row.partner_id]
        if row.person_id is not None:
            held_by_company.append(Holding(person_id=row.person_id, expires_at=row.expires_at))
    return dict(found)


def standing_requirements(session: Session) -> dict[UUID, Requirement]:
    statement = select(Requirement).where(_r.withdrawn_at.is_(None))
    return {found.requirement_id: found for found in session.scalars(statement)}


def one_count_at_a_time(session: Session) -> None:
    """Two counts follow each other, so that a later one never writes what an earlier one saw."""
    session.execute(select(func.pg_advisory_xact_lock(func.hashtext("enablement.requirements"))))


def company_rows(session: Session, partner_id: UUID | None) -> dict[Company, CompanyRequirement]:
    """What was last counted."""
    statement = select(CompanyRequirement).where(true() if partner_id is None else _c.partner_id == partner_id)
    return {(row.requirement_id, row.partner_id): row for row in session.scalars(statement)}


def requirement_for_change(session: Session, requirement_id: UUID) -> Requirement:
    statement = select(Requirement).where(_r.requirement_id == requirement_id, _r.withdrawn_at.is_(None))
    found = session.scalars(statement.with_for_update()).one_or_none()
    if found is None:
        raise errors.RequirementNotFound
    return found


def list_requirements(session: Session, *, limit: int, cursor: str | None) -> dict[str, Any]:
    """One page of what is asked of companies, the newest first."""
    statement = select(requirements).where(_r.withdrawn_at.is_(None))
    rows, next_cursor = keyset.page(session, statement, [(_r.requirement_id, "desc")], limit, cursor)
    known = certifications_by_id(session, (row.certification_id for row in rows))
    return {"items": [_named(row, known) for row in rows], "next_cursor": next_cursor}


def visible_to(principal: Principal) -> ColumnElement[bool]:
    """A partner sees its own company's, the vendor everybody's."""
    if principal.scope == "all":
        return true()
    own = principal.claims.get("partner_id")
    return _c.partner_id == UUID(own) if own and principal.scope != "none" else false()


def list_company_requirements(
    session: Session,
    principal: Principal,
    *,
    limit: int,
    cursor: str | None,
    status: list[str] | None = None,
    **equal: UUID,
) -> dict[str, Any]:
    """One page by certification; `equal` narrows it to a partner or a certification."""
    conditions = [visible_to(principal), *(_c[name] == value for name, value in equal.items())]
    if status:
        conditions.append(_c.status.in_(status))
    order: keyset.Sort = [(_c.certification_code, "asc"), (_c.company_requirement_id, "asc")]
    statement = select(company_requirements).where(*conditions)
    rows, next_cursor = keyset.page(session, statement, order, limit, cursor)
    known = certifications_by_id(session, (row.certification_id for row in rows))
    names = partner_names(session, (row.partner_id for row in rows))
    items = [
        _named(row, known) | {"partner_name": names.get(row.partner_id), "renew": _renewals(row.renew)} for row in rows
    ]
    return {"items": items, "next_cursor": next_cursor}


def _named(row: Any, known: dict[UUID, Any]) -> dict[str, Any]:
    certification = known[row.certification_id]
    return dict(row._mapping) | {"certification_code": certification.code, "title": certification.title}


def _renewals(kept: list[dict[str, str]]) -> list[dict[str, Any]]:
    """From the JSON of the row."""
    return [held | {"expires_at": datetime.fromisoformat(held["expires_at"])} for held in kept]
