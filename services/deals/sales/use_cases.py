"""The sales track: stages, conversion, the end of a deal, and its return."""

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy.orm import Session

from chassis.envelope import Fact
from services.deals import errors
from services.deals.claims import use_cases as claims
from services.deals.claims.queries import claim_of
from services.deals.lifecycle.model import SalesStage, Status
from services.deals.registrations.model import Registration, state
from services.deals.registrations.queries import registration_after
from services.deals.registrations.use_cases import View, registration_at, settle
from services.deals.rules.queries import matching_rule, protection_rule
from services.deals.standing.model import Actor


def set_stage(
    session: Session,
    actor: Actor,
    now: datetime,
    *,
    deal_registration_id: UUID,
    sales_stage: str,
    version: int | None = None,
) -> View:
    registration = registration_at(session, actor, deal_registration_id, version)
    before = state(registration)
    facts = registration.set_stage(actor, now, SalesStage(sales_stage))
    return settle(session, actor, registration, action="stage_changed", before=before, facts=facts, now=now)


def convert(
    session: Session,
    actor: Actor,
    now: datetime,
    *,
    deal_registration_id: UUID,
    version: int | None = None,
    crm_opportunity_ref: str | None = None,
) -> View:
    """One registration has one opportunity: the same conversion twice changes nothing."""
    registration = registration_at(session, actor, deal_registration_id, version)
    if _converted_to(registration, crm_opportunity_ref):
        return registration_after(session, actor, registration)
    before = state(registration)
    facts = registration.convert(actor, crm_opportunity_ref)
    return settle(session, actor, registration, action="converted", before=before, facts=facts, now=now)


def mark_won(
    session: Session,
    actor: Actor,
    now: datetime,
    *,
    deal_registration_id: UUID,
    version: int | None = None,
    amount: Decimal | None = None,
    won_on: date | None = None,
) -> View:
    registration = registration_at(session, actor, deal_registration_id, version)
    before = state(registration)
    facts: list[Fact] = [
        *registration.win(actor, now, won_on or now.date(), amount),
        *claims.end(session, deal_registration_id, now),
    ]
    return settle(session, actor, registration, action="won", before=before, facts=facts, now=now)


def mark_lost(
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
    facts: list[Fact] = [*registration.lose(actor, now, reason), *claims.end(session, deal_registration_id, now)]
    return settle(session, actor, registration, action="lost", before=before, facts=facts, now=now)


def reopen(
    session: Session,
    actor: Actor,
    now: datetime,
    *,
    deal_registration_id: UUID,
    version: int | None = None,
    reason: str | None = None,
) -> View:
    """Back to the status before closing, with the rest of its protection, unless the scope went to somebody else."""
    registration = registration_at(session, actor, deal_registration_id, version)
    before = state(registration)
    facts = registration.reopen(actor, now, protection_rule(session))
    _take_scope_back(session, registration, now)
    return settle(session, actor, registration, action="reopened", before=before, facts=facts, now=now, reason=reason)


def _take_scope_back(session: Session, registration: Registration, now: datetime) -> None:
    own = claim_of(session, registration.deal_registration_id)
    assert own is not None, "an approved registration has a claim"
    assert registration.protected_until is not None, "an approved registration has an end of protection"
    if own.exclusive and any(r.claim.holds(now) for r in claims.rivals(session, own, matching_rule(session), now)):
        raise errors.ScopeProtected
    claims.prolong(session, own.deal_registration_id, registration.protected_until)


def _converted_to(registration: Registration, crm_opportunity_ref: str | None) -> bool:
    same = crm_opportunity_ref in (None, registration.crm_opportunity_ref)
    return registration.status is Status.CONVERTED and same
