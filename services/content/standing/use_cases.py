"""Keeping the replicas: set, not added, so that hearing a fact twice changes nothing."""

from uuid import UUID

from sqlalchemy.orm import Session

from services.content.standing.model import CertificateStanding, DealStanding, PartnerStanding, PersonStanding


def note_partner(session: Session, *, legal_name: str, **record: object) -> None:
    """Take a partner's record over as its event states it."""
    session.merge(PartnerStanding(name=legal_name, **record))  # type: ignore[arg-type]


def note_person(
    session: Session, *, person_id: UUID, partner_id: UUID | None, roles: list[str], has_left: bool = False
) -> None:
    """Take over for whom somebody acts, and in which roles."""
    session.merge(PersonStanding(person_id=person_id, partner_id=partner_id, roles=tuple(roles), has_left=has_left))


def note_certificate(session: Session, **told: object) -> None:
    """Take over what a certificate is worth by itself."""
    session.merge(CertificateStanding(**told))  # type: ignore[arg-type]


def note_deal(session: Session, *, deal_registration_id: UUID, partner_id: UUID, number: str) -> None:
    session.merge(DealStanding(deal_registration_id=deal_registration_id, partner_id=partner_id, number=number))
