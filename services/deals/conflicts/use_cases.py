"""The check before submitting: an outcome and reasons, counted and logged, never whom."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from chassis.database import uuid7
from services.deals import errors
from services.deals.claims.model import Meeting, Scope
from services.deals.claims.queries import meetings
from services.deals.conflicts.queries import customers_checked
from services.deals.conflicts.tables import conflict_checks
from services.deals.customers.model import Identity, identify
from services.deals.lifecycle.model import RegistrationType
from services.deals.rules.model import MatchingRule
from services.deals.rules.queries import matching_rule
from services.deals.settings import settings
from services.deals.standing.model import Actor, Side
from services.deals.standing.queries import standing

Answer = dict[str, Any]


def check_conflict(
    session: Session,
    actor: Actor,
    now: datetime,
    *,
    customer: dict[str, Any],
    product_line: str | None = None,
    contact: dict[str, Any] | None = None,
    partner_id: UUID | None = None,
) -> Answer:
    """Whether this customer is free in this scope, as far as a partner may know."""
    person = contact or {}
    identity = identify(
        **{"country": None, **customer}, contact_email=person.get("email"), contact_phone=person.get("phone")
    )
    asking_for = actor.partner_id if actor.side is Side.PARTNER else partner_id
    if actor.side is Side.PARTNER:
        _count(session, actor, identity, now)
    answer = _answer(session, identity, Scope.of(product_line, customer.get("country")), asking_for, now)
    row = {
        "check_id": uuid7(),
        "actor": actor.actor,
        "partner_id": asking_for,
        "asked_on": now.date(),
        "asked_at": now,
        "fingerprint": identity.fingerprint,
        "outcome": answer["outcome"],
    }
    session.execute(insert(conflict_checks), row)
    return answer


def _count(session: Session, actor: Actor, identity: Identity, now: datetime) -> None:
    """The quota counts distinct customers: asking again about one is free. The lock keeps parallel askers honest."""
    key = f"conflict_check:{actor.actor}"
    session.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(key, 0))))
    checked = customers_checked(session, actor, now.date())
    limit = settings().conflict_checks_per_day
    if len(checked) >= limit and identity.fingerprint not in checked:
        midnight = now.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
        raise errors.ConflictCheckQuotaExceeded(limit, int((midnight - now).total_seconds()))


def _answer(session: Session, identity: Identity, scope: Scope, partner_id: UUID | None, now: datetime) -> Answer:
    if partner_id is not None:
        try:
            standing(session, partner_id).require_eligible()
        except (errors.PartnerNotEligible, errors.PartnerUnknown) as refusal:
            return {"outcome": "ineligible", "reasons": [refusal.code]}
    rule = matching_rule(session)
    met, _ = meetings(session, identity, scope, rule, now)
    if partner_id is not None and any(_own(meeting, partner_id, rule) for meeting in met):
        return {"outcome": "ineligible", "reasons": [errors.DuplicateSamePartner.code]}
    nobody = UUID(int=0)
    if any(meeting.conflicts_with(partner_id or nobody, rule.probable_at, now) for meeting in met):
        return {"outcome": "possible_conflict", "reasons": ["already_registered"]}
    return {"outcome": "clear", "reasons": []}


def _own(meeting: Meeting, partner_id: UUID, rule: MatchingRule) -> bool:
    return meeting.duplicates(partner_id, RegistrationType.SOURCED.value, rule.duplicate_at)
