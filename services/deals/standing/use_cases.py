"""Keeping the replicas: set, not added, so that hearing a fact twice changes nothing."""

from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from services.deals.standing.model import CertificationStatus, PartnerCertification, PartnerStanding


def note_standing(
    session: Session,
    *,
    partner_id: UUID,
    legal_name: str,
    status: str,
    partner_type: str | None,
    country: str | None,
    parent_partner_id: UUID | None,
) -> None:
    """Take a partner's record over as its event states it."""
    session.merge(
        PartnerStanding(
            partner_id=partner_id,
            name=legal_name,
            status=status,
            partner_type=partner_type,
            country=country,
            parent_partner_id=parent_partner_id,
        )
    )


def note_certification(session: Session, *, status: CertificationStatus, **told: Any) -> None:
    """Take over how a partner stands towards one requirement."""
    session.merge(PartnerCertification(status=status, **told))


def forget_certification(session: Session, *, company_requirement_id: UUID) -> None:
    """The partner has to have these people no more."""
    told = session.get(PartnerCertification, company_requirement_id)
    if told is not None:
        session.delete(told)
