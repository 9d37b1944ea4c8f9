"""Asking certified people of companies, and counting whether they are there."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from chassis.context import Principal
from chassis.database import uuid7
from chassis.envelope import Fact
from chassis.outbox import record
from services.enablement.certifications.queries import certification, certifications_by_id
from services.enablement.certifications.use_cases import require_vendor
from services.enablement.requirements import queries
from services.enablement.requirements.model import CompanyRequirement, Requirement, forecast


def set_requirement(
    session: Session,
    principal: Principal,
    now: datetime,
    *,
    certification_id: UUID,
    required: int,
    partner_types: list[str],
    requirement_id: UUID | None,
) -> Requirement:
    """Ask for so many certified people in every company of these types; or change what is asked."""
    require_vendor(principal)
    certification(session, certification_id)
    if requirement_id is None:
        chosen = Requirement(
            requirement_id=uuid7(), certification_id=certification_id, required=required, created_at=now
        )
        session.add(chosen)
    else:
        chosen = queries.requirement_for_change(session, requirement_id)
    chosen.certification_id, chosen.required, chosen.partner_types = certification_id, required, partner_types
    recount(session, None, now)
    return chosen


def withdraw_requirement(session: Session, principal: Principal, now: datetime, *, requirement_id: UUID) -> Requirement:
    """Ask for it no more; how companies stood goes with it."""
    require_vendor(principal)
    withdrawn = queries.requirement_for_change(session, requirement_id)
    withdrawn.withdrawn_at = now
    recount(session, None, now)
    return withdrawn


def recount(session: Session, partner_id: UUID | None, now: datetime) -> int:
    """Count one company's holders, or everybody's, and tell what changed; the number of rows that did.

    The one place where a requirement moves, whatever moved it: an award, an end, a revocation, a person.
    """
    session.flush()
    queries.one_count_at_a_time(session)
    asked = queries.standing_requirements(session)
    counted = queries.counted(session, now, partner_id)
    known = queries.company_rows(session, partner_id)
    codes = certifications_by_id(session, (found.certification_id for found in asked.values()))
    facts: list[Fact] = []
    changed = 0
    for company, holdings in counted.items():
        requirement = asked[company[0]]
        row = known.get(company)
        code = codes[requirement.certification_id].code
        if row is None:
            row = _new(session, requirement, code, company, now)
        before = row.numbers
        facts += row.count(requirement, code, forecast(requirement.required, holdings), now)
        changed += row.numbers != before
    for company in sorted(known.keys() - counted.keys()):
        facts += known[company].withdraw()
        session.delete(known[company])
        changed += 1
    record(session, facts)
    return changed


def _new(
    session: Session, requirement: Requirement, code: str, company: queries.Company, now: datetime
) -> CompanyRequirement:
    row = CompanyRequirement(
        company_requirement_id=uuid7(),
        requirement_id=requirement.requirement_id,
        partner_id=company[1],
        certification_id=requirement.certification_id,
        certification_code=code,
        changed_at=now,
    )
    session.add(row)
    return row
