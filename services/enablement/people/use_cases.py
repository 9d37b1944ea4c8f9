"""Keeping the replica: set, not added, so that hearing a fact twice changes nothing."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from services.enablement.people.model import Learner, PartnerStanding


def note_joined(session: Session, *, person_id: UUID, partner_id: UUID | None, roles: list[str], at: datetime) -> None:
    """Someone acts for their organisation from now on."""
    session.merge(Learner(person_id=person_id, partner_id=partner_id, roles=roles, joined_at=at, left_at=None))
    session.flush()


def note_roles(session: Session, *, person_id: UUID, partner_id: UUID | None, roles: list[str]) -> None:
    """Someone's roles changed; whether they have joined or left stays as it was heard."""
    known = session.get(Learner, person_id) or Learner(person_id=person_id, partner_id=partner_id, roles=roles)
    known.partner_id, known.roles = partner_id, roles
    session.add(known)
    session.flush()


def note_left(session: Session, *, person_id: UUID, partner_id: UUID | None, roles: list[str], at: datetime) -> None:
    """Someone acts for their organisation no longer; what they learnt stays theirs."""
    known = session.get(Learner, person_id) or Learner(person_id=person_id, partner_id=partner_id, roles=roles)
    known.left_at = at
    session.add(known)
    session.flush()


def note_partner(
    session: Session,
    *,
    partner_id: UUID,
    legal_name: str,
    status: str,
    partner_type: str | None,
    country: str | None,
) -> None:
    """Take a partner's record over as its event states it."""
    session.merge(
        PartnerStanding(
            partner_id=partner_id,
            name=legal_name,
            status=status,
            partner_type=partner_type,
            country=country,
        )
    )
    session.flush()
