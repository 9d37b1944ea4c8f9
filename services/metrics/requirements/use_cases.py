"""Hearing of companies' requirements: what a partner is certified for follows from all of its own."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.metrics.facts.model import stock
from services.metrics.facts.use_cases import held, settle
from services.metrics.partners.model import Partner
from services.metrics.requirements.model import CompanyRequirement, certified
from services.metrics.requirements.tables import company_requirements


def note_requirement(
    session: Session,
    at: datetime,
    status: Literal["met", "lost"] | None,
    *,
    company_requirement_id: UUID,
    partner_id: UUID,
) -> None:
    """The partner's row is held, so that two of its requirements never settle past each other."""
    partner = held(session, Partner, partner_id=partner_id)
    requirement = held(session, CompanyRequirement, company_requirement_id=company_requirement_id)
    requirement.partner_id = partner_id
    requirement.turn(status, at)
    session.flush()
    own = session.scalars(select(CompanyRequirement).where(company_requirements.c.partner_id == partner_id))
    facts = stock("certified_partners", certified(own), partner_id)
    settle(session, partner.subject, facts, part="requirements")
