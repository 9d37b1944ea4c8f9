"""Hearing of people and certificates. Both sides hold the person's row, so that neither misses the other's news."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.metrics.facts.use_cases import held, settle
from services.metrics.partners import use_cases as partners
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


def note_certificate(session: Session, *, certificate_id: UUID, person_id: UUID, **record: Any) -> None:
    """Take a certificate over as its event states it; whose partner it counts for follows from the person."""
    person = held(session, Person, person_id=person_id)
    certificate = held(session, Certificate, certificate_id=certificate_id)
    certificate.person_id = person_id
    for name, value in record.items():
        setattr(certificate, name, value)
    _settle(session, person)


def note_issued(session: Session, at: datetime, *, partner_id: UUID | None, **record: Any) -> None:
    """Being certified is what an active partner does."""
    note_certificate(session, **record)
    if partner_id is not None:
        partners.note_activity(session, partner_id, at)


def note_transferred(session: Session, *, previous_person_id: UUID, person_id: UUID, **record: Any) -> None:
    """Two records turned out to be one person: the certificate counts for the other one from now on."""
    for one in sorted({previous_person_id, person_id}):
        held(session, Person, person_id=one)
    note_certificate(session, person_id=person_id, **record)
    _settle(session, session.get_one(Person, previous_person_id))


def _settle(session: Session, person: Person) -> None:
    session.flush()
    held_by = select(Certificate).where(certificates.c.person_id == person.person_id)
    settle(session, person.subject, person.facts(session.scalars(held_by)))
