"""What happens to decisions without anybody pressing: pending ones are carried out, unanswered requests lapse."""

from datetime import datetime
from typing import Any, Final

import structlog
from sqlalchemy.orm import Session

from chassis.context import Context
from chassis.envelope import Fact
from chassis.jobs import job
from services.deals import errors
from services.deals.claims import use_cases as claims
from services.deals.decisions import use_cases
from services.deals.pending.model import PendingDecision
from services.deals.pending.queries import due_decisions
from services.deals.registrations.model import state
from services.deals.registrations.queries import answer_overdue, registrations_due
from services.deals.registrations.use_cases import settle
from services.deals.standing.model import SERVICE

log = structlog.get_logger()
_BATCH: Final = 50
_CARRY_OUT: Final[dict[str, Any]] = {
    "approve": use_cases.approve,
    "reject": use_cases.reject,
    "request_info": use_cases.request_info,
}


@job(every=1)
def execute_pending_decisions(session: Session, now: datetime) -> int:
    """Carry out what nobody undid. Effect and mark commit together, so a crash repeats nothing and loses nothing."""
    due = due_decisions(session, now)
    for pending in due:
        _execute(session, pending, now)
    return len(due)


@job(every=60)
def lapse_unanswered_requests(session: Session, now: datetime) -> int:
    """End registrations whose partner did not answer in time, also those missed during a downtime."""
    late = registrations_due(session, answer_overdue(now), _BATCH)
    for registration in late:
        before = state(registration)
        facts: list[Fact] = [*registration.lapse(SERVICE), *claims.end(session, registration.deal_registration_id, now)]
        settle(session, SERVICE, registration, action="lapsed", before=before, facts=facts, now=now)
    return len(late)


def _execute(session: Session, pending: PendingDecision, now: datetime) -> None:
    """Act as the person who pressed; what the rules refuse by now fails visibly instead of being tried for ever."""
    session.info["context"] = Context(actor=pending.decided_by, channel=pending.channel)
    try:
        with session.begin_nested():
            decide = _CARRY_OUT[pending.decision]
            decide(session, pending.actor(), now, deal_registration_id=pending.deal_registration_id, **pending.body)
            pending.carried_out()
    except errors.DealsError as refusal:
        log.warning("a pending decision was refused", pending=str(pending.pending_decision_id), code=refusal.code)
        pending.failed(refusal.code)
