"""Hearing of registrations: each event changes the replica, and the facts follow from it."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from chassis.rebuild import refuse_meanwhile
from services.metrics.facts.use_cases import held, settle
from services.metrics.partners import use_cases as partners
from services.metrics.rates.queries import convert, list_rates
from services.metrics.rates.use_cases import state_rate
from services.metrics.registrations.model import Registration
from services.metrics.registrations.queries import won_since


def note_standing(session: Session, at: datetime, *, deal_registration_id: UUID, **record: Any) -> None:
    """Nothing but the record changed. Submitting is what an active partner does."""
    registration = _standing(session, at, deal_registration_id, record)
    if registration.submitted_at == at and registration.partner_id:
        partners.note_activity(session, registration.partner_id, at)
    _settle(session, registration)


def note_decision(
    session: Session,
    at: datetime,
    *,
    deal_registration_id: UUID,
    decision: str,
    decided_at: datetime,
    business_minutes: int | None,
    **record: Any,
) -> None:
    registration = _standing(session, at, deal_registration_id, record)
    registration.decide(decision, decided_at, business_minutes)
    _settle(session, registration)
    if decision == "approved" and registration.partner_id:
        partners.note_first_deal(session, registration.partner_id, decided_at)


def note_end(session: Session, at: datetime, *, deal_registration_id: UUID, **record: Any) -> None:
    registration = _standing(session, at, deal_registration_id, record)
    registration.end(at)
    _settle(session, registration)


def note_won(session: Session, at: datetime, *, deal_registration_id: UUID, won_on: Any, **record: Any) -> None:
    registration = _standing(session, at, deal_registration_id, record)
    registration.close(won_on=won_on)
    _settle(session, registration)
    if registration.partner_id:
        partners.note_activity(session, registration.partner_id, at)


def note_lost(session: Session, at: datetime, *, deal_registration_id: UUID, **record: Any) -> None:
    registration = _standing(session, at, deal_registration_id, record)
    registration.close(lost_at=at)
    _settle(session, registration)


def note_reopened(session: Session, at: datetime, *, deal_registration_id: UUID, **record: Any) -> None:
    registration = _standing(session, at, deal_registration_id, record)
    registration.close()
    _settle(session, registration)


def note_conflict(session: Session, *, deal_registration_id: UUID) -> None:
    """The submission ran into another claim; that it was cleared later does not undo it."""
    registration = held(session, Registration, deal_registration_id=deal_registration_id)
    registration.in_conflict = True
    _settle(session, registration)


def set_exchange_rate(session: Session, *, currency: str, valid_from: date, rate: Decimal) -> list[dict[str, Any]]:
    """State a rate and convert again what was won since; the original amounts are what they were."""
    refuse_meanwhile(session)
    state_rate(session, currency=currency, valid_from=valid_from, rate=rate)
    for registration in session.scalars(won_since(currency, valid_from)):
        _settle(session, registration)
    return list_rates(session)


def _standing(session: Session, at: datetime, deal_registration_id: UUID, record: dict[str, Any]) -> Registration:
    registration = held(session, Registration, deal_registration_id=deal_registration_id)
    registration.stand(at, **record)
    return registration


def _settle(session: Session, registration: Registration) -> None:
    settle(
        session,
        registration.subject,
        registration.facts(_converted(session, registration)),
        part=f"revision {registration.revision}",
    )


def _converted(session: Session, registration: Registration) -> Decimal | None:
    if registration.won_on is None or registration.amount is None or registration.currency is None:
        return None
    return convert(session, registration.amount, registration.currency, registration.won_on)
