"""What can be done with onboarding: begin it, let facts move it, complete by hand what only people can tell."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from chassis.context import Principal
from chassis.database import uuid7
from chassis.outbox import record
from services.partners import errors
from services.partners.checklists.model import Signal
from services.partners.checklists.queries import checklist_for
from services.partners.onboarding import queries
from services.partners.onboarding.model import Onboarding
from services.partners.onboarding.tables import onboardings
from services.partners.organisations.queries import within_scope


def start_onboarding(session: Session, now: datetime, *, partner_id: UUID, partner_type: str) -> None:
    """Give a new partner the checklist in force for its type."""
    version, planned = checklist_for(session, partner_type)
    begun = Onboarding(
        onboarding_id=uuid7(),
        partner_id=partner_id,
        partner_type=partner_type,
        checklist_version=version,
        started_at=now,
    )
    begun.plan(planned)
    session.add(begun)
    session.flush()


def note_fact(
    session: Session, now: datetime, *, partner_id: UUID | None, signal: Signal, evidence: str, actor: str
) -> None:
    """Something happened that may complete a task; partners from before checklists, and the vendor, have none."""
    onboarding = _find(session, partner_id)
    if onboarding is not None:
        record(session, onboarding.note(signal, evidence, actor, now))


def retract_fact(session: Session, *, partner_id: UUID | None, signal: Signal, evidence: str) -> None:
    """What had completed a task no longer holds."""
    onboarding = _find(session, partner_id)
    if onboarding is not None:
        onboarding.retract(signal, evidence)


def complete_task(
    session: Session, principal: Principal, now: datetime, *, partner_id: UUID | None, task_code: str
) -> dict[str, Any]:
    onboarding = _load(session, principal, partner_id)
    record(session, onboarding.complete(task_code, queries.side_of(principal), principal.actor, now))
    session.flush()
    return queries.get_onboarding(session, principal, now, partner_id=onboarding.partner_id)


def reopen_task(
    session: Session, principal: Principal, now: datetime, *, partner_id: UUID | None, task_code: str
) -> dict[str, Any]:
    onboarding = _load(session, principal, partner_id)
    onboarding.reopen(task_code, queries.side_of(principal))
    session.flush()
    return queries.get_onboarding(session, principal, now, partner_id=onboarding.partner_id)


def _load(session: Session, principal: Principal, partner_id: UUID | None) -> Onboarding:
    own = principal.claims.get("partner_id")
    wanted = partner_id or (UUID(own) if own else None)
    found = _find(session, wanted, within_scope(principal, onboardings.c.partner_id))
    if found is None:
        raise errors.NotFound
    return found


def _find(session: Session, partner_id: UUID | None, *conditions: Any) -> Onboarding | None:
    """The list, locked until the end of the transaction, so that two last tasks at once finish it once."""
    statement = select(Onboarding).where(onboardings.c.partner_id == partner_id, *conditions).with_for_update()
    return session.scalars(statement.execution_options(populate_existing=True)).one_or_none()
