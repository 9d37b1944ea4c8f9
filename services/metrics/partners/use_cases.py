"""Hearing of partners, from themselves and from what they do."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from services.metrics.facts.use_cases import held, settle
from services.metrics.partners.model import Partner


def note_record(session: Session, *, partner_id: UUID, legal_name: str, **record: Any) -> None:
    """Take a partner's record over as its event states it."""
    partner = held(session, Partner, partner_id=partner_id)
    partner.name = legal_name
    for name, value in record.items():
        setattr(partner, name, value)
    _settle(session, partner)


def note_signed(session: Session, at: datetime, *, partner_id: UUID, **record: Any) -> None:
    note_record(session, partner_id=partner_id, signed_at=at, **record)


def note_terminated(session: Session, at: datetime, *, partner_id: UUID, **record: Any) -> None:
    note_record(session, partner_id=partner_id, terminated_at=at, **record)


def note_activity(session: Session, partner_id: UUID, at: datetime) -> None:
    """The partner registered, won or was certified."""
    partner = held(session, Partner, partner_id=partner_id)
    partner.act(at)
    _settle(session, partner)


def note_first_deal(session: Session, partner_id: UUID, at: datetime) -> None:
    """One of the partner's registrations was approved; only the earliest is its first."""
    partner = held(session, Partner, partner_id=partner_id)
    partner.approve_first(at)
    _settle(session, partner)


def _settle(session: Session, partner: Partner) -> None:
    settle(session, partner.subject, partner.facts())
