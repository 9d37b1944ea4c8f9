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


def note_certificate(
    session: Session,
    *,
    certificate_id: UUID,
    person_id: UUID,
    certification_code: str,
    status: str,
    replaces_certificate_id: UUID | None,
) -> None:
    """Take over what a certificate is worth now; one that it renews counts no longer by itself."""
    session.merge(
        CertificateStanding(
            certificate_id=certificate_id, person_id=person_id, certification_code=certification_code, status=status
        )
    )
    renewed = session.get(CertificateStanding, replaces_certificate_id) if replaces_certificate_id else None
    if renewed is not None:
        renewed.status = "renewed"


def note_deal(session: Session, *, deal_registration_id: UUID, partner_id: UUID, number: str) -> None:
    session.merge(DealStanding(deal_registration_id=deal_registration_id, partner_id=partner_id, number=number))
