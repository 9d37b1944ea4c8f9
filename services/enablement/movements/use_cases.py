"""What follows from a movement: rules enrol, requirements are counted again."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from services.enablement.enrollments.use_cases import apply_rules_to
from services.enablement.people import use_cases as people
from services.enablement.people.queries import people_of
from services.enablement.requirements.use_cases import recount


def note_joined(
    session: Session, now: datetime, *, at: datetime, person_id: UUID, partner_id: UUID | None, roles: list[str]
) -> None:
    people.note_joined(session, person_id=person_id, partner_id=partner_id, roles=roles, at=at)
    apply_rules_to(session, now, [person_id])
    _recount(session, partner_id, now)


def note_roles(session: Session, now: datetime, *, person_id: UUID, partner_id: UUID | None, roles: list[str]) -> None:
    people.note_roles(session, person_id=person_id, partner_id=partner_id, roles=roles)
    apply_rules_to(session, now, [person_id])


def note_left(
    session: Session, now: datetime, *, at: datetime, person_id: UUID, partner_id: UUID | None, roles: list[str]
) -> None:
    people.note_left(session, person_id=person_id, partner_id=partner_id, roles=roles, at=at)
    _recount(session, partner_id, now)


def note_partner(session: Session, now: datetime, *, partner_id: UUID, **record: Any) -> None:
    """A partner came or changed: its people may be asked for other courses, and other requirements hold for it."""
    people.note_partner(session, partner_id=partner_id, **record)
    apply_rules_to(session, now, [person.person_id for person in people_of(session, partner_id)])
    recount(session, partner_id, now)


def _recount(session: Session, partner_id: UUID | None, now: datetime) -> None:
    if partner_id is not None:
        recount(session, partner_id, now)
