"""Hearing of people and certificates. Both sides hold the person's row, so that neither misses the other's news."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.metrics.facts.use_cases import held, settle
from services.metrics.people.model import Certificate, Person
from services.metrics.people.tables import certificates


def note_joined(session: Session, at: datetime, *, person_id: UUID, partner_id: UUID | None) -> None:
    person = held(session, Person, person_id=person_id)
    person.partner_id = partner_id
    person.join(at)
    _settle(session, person)


def note_left(session: Session, at: datetime, *, person_id: UUID, partner_id: UUID | None) -> None:
    person = held(session, Person, person_id=person_id)
    person.partner_id = partner_id
    person.leave(at)
    _settle(session, person)


def note_issued(
    session: Session, *, certificate_id: UUID, person_id: UUID, issued_at: datetime, expires_at: datetime | None
) -> None:
    person = held(session, Person, person_id=person_id)
    certificate = held(session, Certificate, certificate_id=certificate_id)
    certificate.person_id, certificate.issued_at, certificate.expires_at = person_id, issued_at, expires_at
    _settle(session, person)


def note_revoked(session: Session, at: datetime, *, certificate_id: UUID, person_id: UUID) -> None:
    person = held(session, Person, person_id=person_id)
    certificate = held(session, Certificate, certificate_id=certificate_id)
    certificate.person_id, certificate.revoked_at = person_id, at
    _settle(session, person)


def _settle(session: Session, person: Person) -> None:
    session.flush()
    held_by = select(Certificate).where(certificates.c.person_id == person.person_id)
    settle(session, person.subject, person.facts(session.scalars(held_by)))
