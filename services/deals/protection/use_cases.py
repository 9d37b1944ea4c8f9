"""Changing protection that was earned: extend, release, revoke."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from chassis.envelope import Fact
from services.deals.claims import use_cases as claims
from services.deals.registrations.model import state
from services.deals.registrations.use_cases import View, registration_at, settle
from services.deals.rules.queries import protection_rule
from services.deals.standing.model import Actor


def extend(
    session: Session,
    actor: Actor,
    now: datetime,
    *,
    deal_registration_id: UUID,
    version: int | None = None,
    days: int | None = None,
    reason: str | None = None,
) -> View:
    """Longer protection in the same scope, by the rule in force."""
    registration = registration_at(session, actor, deal_registration_id, version)
    before = state(registration)
    facts = registration.extend(actor, now, protection_rule(session), days, reason)
    assert registration.protected_until is not None, "an extension moves the end of protection"
    claims.prolong(session, deal_registration_id, registration.protected_until)
    return settle(session, actor, registration, action="extended", before=before, facts=facts, now=now, reason=reason)


def release(
    session: Session,
    actor: Actor,
    now: datetime,
    *,
    deal_registration_id: UUID,
    version: int | None = None,
    reason: str | None = None,
) -> View:
    registration = registration_at(session, actor, deal_registration_id, version)
    before = state(registration)
    facts: list[Fact] = [*registration.release(actor), *claims.end(session, deal_registration_id, now)]
    return settle(session, actor, registration, action="released", before=before, facts=facts, now=now, reason=reason)


def revoke(
    session: Session,
    actor: Actor,
    now: datetime,
    *,
    deal_registration_id: UUID,
    reason: str,
    version: int | None = None,
) -> View:
    registration = registration_at(session, actor, deal_registration_id, version)
    before = state(registration)
    facts: list[Fact] = [*registration.revoke(actor, now, reason), *claims.end(session, deal_registration_id, now)]
    return settle(session, actor, registration, action="revoked", before=before, facts=facts, now=now)
