"""What can be done with people."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from chassis.context import Principal
from chassis.database import uuid7
from chassis.outbox import record
from services.partners import errors
from services.partners.organisations import use_cases as organisations
from services.partners.organisations.model import Partner, PartnerStatus
from services.partners.people import queries
from services.partners.people.model import Person, PersonStatus
from services.partners.people.tables import people


def add_person(
    session: Session, principal: Principal, now: datetime, *, partner_id: UUID | None, role: str, **attributes: Any
) -> Person:
    """Name someone who may act for the caller's partner, a partner within scope or, by staff alone, the vendor."""
    if partner_id is None and principal.scope != "all":
        partner_id = _own_partner(principal)
    if partner_id is not None:
        partner = organisations.load_partner(session, principal, partner_id)
        if partner.status is PartnerStatus.TERMINATED:
            raise errors.PartnerTerminated
    return invite_person(session, now, person_id=uuid7(), partner_id=partner_id, role=role, **attributes)


def invite_person(session: Session, now: datetime, *, partner_id: UUID | None, role: str, **attributes: Any) -> Person:
    """Make the person and have them invited; one address belongs to one person at a time."""
    person = Person(partner_id=partner_id, roles=[role], invited_at=now, **attributes)
    try:
        with session.begin_nested():
            session.add(person)
    except IntegrityError as error:
        raise errors.EmailTaken from error
    record(session, person.invite())
    return person


def update_person(
    session: Session,
    principal: Principal,
    *,
    person_id: UUID,
    version: int,
    role: str | None = None,
    **attributes: Any,
) -> Person:
    person = _load(session, principal, person_id)
    if person.version != version:
        raise errors.StaleVersion(current=person.version)
    if role is not None and role != "partner_admin":
        _refuse_losing_last_admin(session, principal, person)
    record(session, person.change(role=role, **attributes))
    session.flush()
    return person


def join_person(session: Session, principal: Principal, now: datetime, *, person_id: UUID) -> Person:
    """Accept an invitation. The caller proved with the invitation's token that they are this person."""
    person = _lock(session, people.c.person_id == person_id)
    if person.partner_id is not None:
        organisations.activate_partner(session, now, actor=principal.actor, partner_id=person.partner_id)
    record(session, person.join(now))
    return person


def remove_person(session: Session, principal: Principal, now: datetime, *, person_id: UUID, reason: str) -> Person:
    person = _load(session, principal, person_id)
    _refuse_losing_last_admin(session, principal, person)
    record(session, person.leave(now, reason))
    return person


def release_people(session: Session, now: datetime, *, partner_id: UUID, reason: str) -> int:
    """Everyone who acts for a partner leaves; the number of them."""
    present = select(Person).where(people.c.partner_id == partner_id, people.c.status != PersonStatus.LEFT)
    leaving: Sequence[Person] = session.scalars(
        present.order_by(people.c.person_id).with_for_update(key_share=True)
    ).all()
    for person in leaving:
        record(session, person.leave(now, reason))
    return len(leaving)


def assign_channel_manager(
    session: Session, principal: Principal, now: datetime, *, partner_id: UUID, person_id: UUID | None
) -> Partner:
    """Make someone of the vendor responsible for a partner."""
    if person_id is not None:
        _refuse_other_than_channel_manager(session, person_id)
    return organisations.set_channel_manager(session, principal, now, partner_id=partner_id, person_id=person_id)


def _refuse_other_than_channel_manager(session: Session, person_id: UUID) -> None:
    person = session.get(Person, person_id)
    if person is None or person.partner_id is not None or person.status is PersonStatus.LEFT:
        raise errors.UnknownReference(field="person_id")


def _refuse_losing_last_admin(session: Session, principal: Principal, person: Person) -> None:
    """Partners keep an administrator by rule; the vendor may take the last one away."""
    if principal.scope == "all" or person.partner_id is None or not person.administers_partner:
        return
    if queries.count_present_admins(session, person.partner_id) <= 1:
        raise errors.LastPartnerAdmin


def _load(session: Session, principal: Principal, person_id: UUID) -> Person:
    return _lock(session, and_(people.c.person_id == person_id, queries.visible_to(principal)))


def _lock(session: Session, condition: ColumnElement[bool]) -> Person:
    """The partner before the person, always: two administrators who leave at once meet at the partner's row."""
    partner_id = session.execute(select(people.c.partner_id).where(condition)).scalar_one_or_none()
    if partner_id is not None:
        organisations.lock_partner(session, partner_id)
    statement = select(Person).where(condition).with_for_update(key_share=True)
    person = session.scalars(statement.execution_options(populate_existing=True)).one_or_none()
    if person is None:
        raise errors.NotFound
    return person


def _own_partner(principal: Principal) -> UUID:
    own = principal.claims.get("partner_id")
    if own is None:
        raise errors.NotFound
    return UUID(own)
