"""Decisions that wait, by registration and by the moment they are due."""

from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.orm import Session

from services.deals import errors
from services.deals.pending.model import PendingDecision
from services.deals.pending.tables import pending_decisions

_p = pending_decisions.c
_BATCH: Final = 20


def last_pressed(session: Session, deal_registration_ids: list[UUID]) -> dict[UUID, PendingDecision]:
    """The last decision pressed on each, whatever became of it."""
    if not deal_registration_ids:
        return {}
    own = _p.deal_registration_id
    latest = select(PendingDecision).where(own.in_(deal_registration_ids)).order_by(own, _p.scheduled_at.desc())
    return {pending.deal_registration_id: pending for pending in session.scalars(latest.ext(distinct_on(own)))}


def due_decisions(session: Session, now: datetime) -> list[PendingDecision]:
    """Decisions whose ten seconds are over, locked for whoever carries them out."""
    statement = select(PendingDecision).where(_p.status == "scheduled", _p.execute_at <= now)
    return list(session.scalars(statement.order_by(_p.execute_at).limit(_BATCH).with_for_update(skip_locked=True)))


def scheduled_decision(session: Session, pending_decision_id: UUID) -> PendingDecision:
    """One that was not carried out yet, locked."""
    statement = select(PendingDecision).where(_p.pending_decision_id == pending_decision_id, _p.status == "scheduled")
    pending = session.scalars(statement.with_for_update()).one_or_none()
    if pending is None:
        raise errors.PendingDecisionNotFound
    return pending
