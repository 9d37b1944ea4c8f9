"""Deciding a registration, at once or in ten seconds. Every decision stores what it was made of."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import insert
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from chassis.database import uuid7
from chassis.envelope import Fact
from chassis.wire import plain
from services.deals import errors
from services.deals.claims import use_cases as claims
from services.deals.claims.model import Claim, Meeting, check_approval
from services.deals.claims.queries import claim_of
from services.deals.decisions.tables import decisions
from services.deals.lifecycle.model import ReasonCode, require
from services.deals.notes.use_cases import write_internal_note
from services.deals.pending.model import UNDO_WINDOW, PendingDecision, check_body
from services.deals.pending.queries import scheduled_decision
from services.deals.registrations.model import Registration, state
from services.deals.registrations.use_cases import View, registration_at, settle
from services.deals.rules.queries import matching_rule, protection_rule, sla_clock
from services.deals.standing.model import Actor, PartnerStanding
from services.deals.standing.queries import standing


def claim(
    session: Session, actor: Actor, now: datetime, *, deal_registration_id: UUID, version: int | None = None
) -> View:
    registration = registration_at(session, actor, deal_registration_id, version)
    before = state(registration)
    facts = registration.claim(actor)
    return settle(session, actor, registration, action="claimed", before=before, facts=facts, now=now)


def request_info(
    session: Session,
    actor: Actor,
    now: datetime,
    *,
    deal_registration_id: UUID,
    fields_: list[str],
    text: str,
    version: int | None = None,
) -> View:
    registration = registration_at(session, actor, deal_registration_id, version)
    before = state(registration)
    clock = sla_clock(session, standing(session, registration.partner_id).country)
    facts = registration.request_info(actor, now, clock, fields_, text)
    return settle(session, actor, registration, action="info_requested", before=before, facts=facts, now=now)


def approve(
    session: Session,
    actor: Actor,
    now: datetime,
    *,
    deal_registration_id: UUID,
    version: int | None = None,
    override_reason: str | None = None,
    text: str | None = None,
    internal_note: str | None = None,
) -> View:
    """Accept a claim unless somebody else holds its scope or came first; an override says why."""
    registration = registration_at(session, actor, deal_registration_id, version)
    before, owner = state(registration), standing(session, registration.partner_id)
    require("approve", registration.status, actor)
    owner.require_eligible()
    own, rivals = _contest(session, registration, now)
    check_approval(own, rivals, now, actor.person_id, override_reason)
    clock = sla_clock(session, owner.country)
    facts: list[Fact] = [*registration.approve(actor, now, protection_rule(session), text, clock)]
    assert registration.protected_until is not None, "an approval starts protection"
    # Where the decider set a standing claim aside, both are valid: only the first one stays exclusive.
    exclusive = own.exclusive and not any(rival.claim.holds(now) for rival in rivals)
    claims.protect(session, own, now, registration.protected_until, actor.person_id, exclusive=exclusive)
    if override_reason:
        others = [rival.claim.deal_registration_id for rival in rivals]
        claims.overridden(session, deal_registration_id, others, now)
    _keep_decision(session, registration, owner, before=before, rivals=rivals, override_reason=override_reason)
    _keep_note(session, actor, now, deal_registration_id, internal_note)
    return settle(session, actor, registration, action="approved", before=before, facts=facts, now=now)


def reject(
    session: Session,
    actor: Actor,
    now: datetime,
    *,
    deal_registration_id: UUID,
    reason_code: str,
    text: str,
    version: int | None = None,
    internal_note: str | None = None,
) -> View:
    registration = registration_at(session, actor, deal_registration_id, version)
    before, owner = state(registration), standing(session, registration.partner_id)
    clock = sla_clock(session, owner.country)
    facts: list[Fact] = [*registration.reject(actor, now, ReasonCode(reason_code), text, clock)]
    facts += claims.end(session, deal_registration_id, now)
    _keep_decision(session, registration, owner, before=before)
    _keep_note(session, actor, now, deal_registration_id, internal_note)
    return settle(session, actor, registration, action="rejected", before=before, facts=facts, now=now)


def schedule_decision(
    session: Session,
    actor: Actor,
    now: datetime,
    *,
    deal_registration_id: UUID,
    decision: str,
    version: int | None = None,
    **body: Any,
) -> PendingDecision:
    """Note what was pressed; until it is carried out nothing else of it exists."""
    registration = registration_at(session, actor, deal_registration_id, version)
    require(decision, registration.status, actor)
    check_body(decision, body)
    pending = PendingDecision(
        pending_decision_id=uuid7(),
        deal_registration_id=deal_registration_id,
        decision=decision,
        decided_by=actor.actor,
        roles=list(actor.roles),
        scope=actor.scope,
        channel=actor.channel,
        scheduled_at=now,
        execute_at=now + UNDO_WINDOW,
        body=body,
    )
    session.add(pending)
    try:
        session.flush()
    except IntegrityError as error:
        raise errors.DecisionAlreadyPending from error
    return pending


def undo_decision(session: Session, actor: Actor, *, pending_decision_id: UUID) -> None:
    """Any decider may stop what was not carried out yet."""
    if not actor.decides:
        raise errors.NotPermitted("undo_decision")
    scheduled_decision(session, pending_decision_id).undo()


def _contest(session: Session, registration: Registration, now: datetime) -> tuple[Claim, list[Meeting]]:
    own = claim_of(session, registration.deal_registration_id)
    assert own is not None, "a submitted registration has a claim"
    return own, claims.rivals(session, own, matching_rule(session), now)


def _keep_decision(
    session: Session,
    registration: Registration,
    owner: PartnerStanding,
    *,
    before: dict[str, Any],
    rivals: Sequence[Meeting] = (),
    override_reason: str | None = None,
) -> None:
    """What is needed to replay the decision: rule versions, inputs, outcome."""
    versions = {
        "protection": protection_rule(session).version,
        "matching": matching_rule(session).version,
        "sla": sla_clock(session, owner.country).rule.version,
    }
    asked = ("registration_type", "product_line", "amount", "currency", "submitted_at", "decide_by", "status")
    inputs = {name: before[name] for name in asked} | {
        "country": before["customer"].country,
        "partner_status": owner.status,
        "rivals": [
            {
                "deal_registration_id": rival.claim.deal_registration_id,
                "standing": rival.claim.standing,
                "score": rival.match.score,
                "priority_at": rival.claim.priority_at,
            }
            for rival in rivals
        ],
    }
    row = {
        "decision_id": uuid7(),
        "deal_registration_id": registration.deal_registration_id,
        "revision": registration.revision,
        "outcome": registration.decision_status,
        "decided_by": registration.decided_by,
        "decided_at": registration.decided_at,
        "reason_code": registration.decision_reason_code,
        "override_reason": override_reason,
        "rule_versions": versions,
        "inputs": plain(inputs),
    }
    session.execute(insert(decisions), row)


def _keep_note(session: Session, actor: Actor, now: datetime, deal_registration_id: UUID, note: str | None) -> None:
    if note:
        write_internal_note(session, actor, now, deal_registration_id, note)
