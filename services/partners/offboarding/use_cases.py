"""Ending a partner: the record is closed and everyone who acted for it leaves, in one transaction."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from chassis.context import Principal
from services.partners.organisations import use_cases as organisations
from services.partners.people import use_cases as people


def terminate_partner(
    session: Session, principal: Principal, now: datetime, *, partner_id: UUID, reason: str
) -> dict[str, Any]:
    partner = organisations.end_partner(session, principal, now, partner_id=partner_id, reason=reason)
    released = people.release_people(session, now, partner_id=partner_id, reason="partner_terminated")
    return {
        "partner_id": partner_id,
        "status": partner.status,
        "people_released": released,
        "version": partner.version,
    }
