"""The deal registration aggregate: a partner's claim to an opportunity. Methods return the events they cause."""

from dataclasses import dataclass, fields
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, Final, TypeVar
from uuid import UUID

from services.deals import errors
from services.deals.customers.model import Contact, CustomerDetails
from services.deals.extensions.model import ProtectionSoFar
from services.deals.lifecycle.model import (
    AFTER_APPROVAL,
    EDITABLE_FIELDS,
    OPEN_STAGES,
    TRANSITIONS,
    ReasonCode,
    RegistrationType,
    SalesStage,
    Status,
    require,
)
from services.deals.registrations import events
from services.deals.rules.model import ProtectionRule, SlaClock
from services.deals.standing.model import Actor

F = TypeVar("F", bound=events.RegistrationFact)
Facts = list[events.RegistrationFact]


@dataclass(eq=False, kw_only=True)
class Registration:
    """One claim. Times are aware UTC; `version` is the row's, `revision` counts resubmissions after an end."""

    deal_registration_id: UUID
    number: str
    partner_id: UUID
    submitted_by: str
    channel: str
    customer: CustomerDetails
    created_at: datetime
    updated_at: datetime
    contact: Contact | None = None
    product_line: str | None = None
    amount: Decimal | None = None
    currency: str | None = None
    expected_close_on: date | None = None
    registration_type: RegistrationType = RegistrationType.SOURCED
    description: str | None = None
    evidence: str | None = None
    status: Status = Status.DRAFT
    sales_stage: SalesStage = SalesStage.PROSPECTING
    stage_changed_at: datetime | None = None
    revision: int = 1
    version: int | None = None
    submitted_at: datetime | None = None
    claimed_by: str | None = None
    decide_by: datetime | None = None
    sla_paused_at: datetime | None = None
    sla_remaining_minutes: int | None = None
    sla_paused_minutes: int = 0
    info_fields: list[str] | None = None
    info_text: str | None = None
    info_asked_at: datetime | None = None
    answer_until: datetime | None = None
    decided_at: datetime | None = None
    decided_by: str | None = None
    decision_status: str | None = None
    decision_reason_code: str | None = None
    decision_text: str | None = None
    protected_until: datetime | None = None
    extensions_used: int = 0
    crm_opportunity_ref: str | None = None
    closed_at: datetime | None = None
    status_before_closing: Status | None = None
    stage_before_closing: SalesStage | None = None
    won_on: date | None = None
    lost_reason: str | None = None

    def missing_fields(self) -> list[str]:
        """Pointers of what a complete registration still lacks."""
        customer = self.customer
        required = {
            "/customer/country": customer.country,
            "/customer/domain": customer.domain or customer.city or customer.registration_no,
            "/contact": self.contact,
            "/product_line": self.product_line,
            "/amount": self.amount,
            "/currency": self.currency,
            "/expected_close_on": self.expected_close_on,
        }
        return [pointer for pointer, value in required.items() if value is None]

    def edit(self, actor: Actor, changes: dict[str, Any]) -> None:
        """Change fields that are open now: all of a draft, the ticked ones while information is asked for."""
        require("update", self.status, actor)
        if locked := sorted(set(changes) - self.open_fields()):
            raise errors.FieldsLocked(locked)
        for name, value in changes.items():
            setattr(self, name, value)

    def open_fields(self) -> frozenset[str]:
        if self.status is Status.DRAFT:
            return EDITABLE_FIELDS
        if self.status is Status.INFO_REQUESTED:
            return frozenset(self.info_fields or ())
        return AFTER_APPROVAL

    def submit(self, actor: Actor, now: datetime, clock: SlaClock) -> Facts:
        """Enter the line, or answer a request for information and keep the place in it."""
        require("submit", self.status, actor)
        if missing := self.missing_fields():
            raise errors.InvalidFields([_required(pointer) for pointer in missing])
        if self.status is Status.INFO_REQUESTED:
            return self._resubmit(now, clock)
        self._move("submit")
        self.submitted_at, self.decide_by = now, clock.due(now)
        return [self._fact(events.DealRegistrationSubmitted, channel=actor.channel)]

    def _resubmit(self, now: datetime, clock: SlaClock) -> Facts:
        self._move("submit")
        self.decide_by = clock.resumed(now, self.sla_remaining_minutes or 0)
        self._end_pause(now, clock)
        return [self._fact(events.DealRegistrationResubmitted)]

    def claim(self, actor: Actor) -> Facts:
        require("claim", self.status, actor)
        self._move("claim")
        self.claimed_by = actor.person_id
        return [self._fact(events.DealRegistrationClaimed)]

    def request_info(self, actor: Actor, now: datetime, clock: SlaClock, asked: list[str], text: str) -> Facts:
        """Open only the named fields to the partner and let the promise rest until the answer."""
        require("request_info", self.status, actor)
        self._move("request_info")
        self.claimed_by = self.claimed_by or actor.person_id
        self.info_fields, self.info_text, self.info_asked_at = list(dict.fromkeys(asked)), text, now
        self.answer_until = clock.answer_until(now)
        self.sla_paused_at = now
        self.sla_remaining_minutes = clock.remaining_minutes(now, self.decide_by) if self.decide_by else 0
        self.decide_by = None
        asked_fields = tuple(self.info_fields)
        return [self._fact(events.DealRegistrationInfoRequested, fields=asked_fields, answer_until=self.answer_until)]

    def approve(
        self,
        actor: Actor,
        now: datetime,
        rule: ProtectionRule,
        text: str | None = None,
        clock: SlaClock | None = None,
    ) -> Facts:
        """Accept the claim; protection starts now, not at the submission."""
        self._decide("approve", actor, now, None, text)
        self.protected_until = now + timedelta(days=rule.days_for(self.registration_type))
        exclusive = self.registration_type in rule.exclusive_types
        took = self._business_minutes(now, clock)
        approved = events.DealRegistrationApproved
        return [self._fact(approved, decided_at=now, exclusive=exclusive, business_minutes=took)]

    def reject(
        self, actor: Actor, now: datetime, reason: ReasonCode, text: str, clock: SlaClock | None = None
    ) -> Facts:
        self._decide("reject", actor, now, reason, text)
        took = self._business_minutes(now, clock)
        rejected = events.DealRegistrationRejected
        return [self._fact(rejected, decided_at=now, reason_code=reason.value, business_minutes=took)]

    def withdraw(self, actor: Actor) -> Facts:
        return self._end("withdraw", actor, events.DealRegistrationWithdrawn)

    def lapse(self, actor: Actor) -> Facts:
        return self._end("lapse", actor, events.DealRegistrationLapsed)

    def revise(self, actor: Actor, rule: ProtectionRule) -> None:
        """Start over as the next revision: a draft again, with its old place in the line given up."""
        require("revise", self.status, actor)
        if self.revision > rule.revisions:
            raise errors.ResubmissionLimit(rule.revisions)
        self._move("revise")
        self.revision += 1
        self.sales_stage = SalesStage.PROSPECTING
        for name in _OF_ONE_REVISION:
            setattr(self, name, None)
        self.sla_paused_minutes = self.extensions_used = 0

    def extend(self, actor: Actor, now: datetime, rule: ProtectionRule, days: int | None, reason: str | None) -> Facts:
        """Lengthen protection. Partners within the window and with progress; staff when they see fit."""
        require("extend", self.status, actor)
        assert self.protected_until is not None, "an approved registration has an end of protection"
        so_far = ProtectionSoFar(
            until=self.protected_until, extensions_used=self.extensions_used, progress_at=self.stage_changed_at
        )
        so_far.check_extension(actor, now, rule, days, reason)
        granted = days or rule.extension_days
        self.protected_until += timedelta(days=granted)
        self.extensions_used += 1
        return [
            self._fact(events.DealRegistrationExtended, days=granted, extensions_used=self.extensions_used),
        ]

    def release(self, actor: Actor) -> Facts:
        return self._end("release", actor, events.DealRegistrationReleased)

    def expire(self, actor: Actor) -> Facts:
        return self._end("expire", actor, events.DealRegistrationExpired)

    def revoke(self, actor: Actor, now: datetime, reason: str) -> Facts:
        facts = self._end("revoke", actor, events.DealRegistrationRevoked)
        self.decision_status, self.decision_text, self.decision_reason_code = self.status.value, reason, None
        self.decided_by, self.decided_at = actor.person_id, now
        return facts

    def convert(self, actor: Actor, crm_opportunity_ref: str | None) -> Facts:
        require("convert", self.status, actor)
        self._move("convert")
        self.crm_opportunity_ref = crm_opportunity_ref or self.crm_opportunity_ref
        return [self._fact(events.DealRegistrationConverted, crm_opportunity_ref=self.crm_opportunity_ref)]

    def set_stage(self, actor: Actor, now: datetime, stage: SalesStage) -> Facts:
        """Move on the sales track; won and lost have verbs of their own because they close the claim."""
        require("set_stage", self.status, actor)
        if stage not in OPEN_STAGES:
            raise errors.IllegalTransition(f"set_stage {stage.value}", self.status.value)
        if stage is self.sales_stage:
            return []
        previous, self.sales_stage, self.stage_changed_at = self.sales_stage, stage, now
        return [self._fact(events.DealRegistrationStageChanged, previous_stage=previous.value)]

    def win(self, actor: Actor, now: datetime, won_on: date, amount: Decimal | None) -> Facts:
        self._close("won", actor, now, SalesStage.WON)
        self.won_on = won_on
        self.amount = self.amount if amount is None else amount
        return [self._fact(events.DealRegistrationWon, won_on=won_on)]

    def lose(self, actor: Actor, now: datetime, reason: str | None) -> Facts:
        self._close("lost", actor, now, SalesStage.LOST)
        self.lost_reason = reason
        return [self._fact(events.DealRegistrationLost)]

    def reopen(self, actor: Actor, now: datetime, rule: ProtectionRule) -> Facts:
        """Back to where it was before it was closed, protection included, while the window lasts."""
        require("reopen", self.status, actor)
        if self.closed_at is None or now > self.closed_at + timedelta(days=rule.reopen_days):
            raise errors.ReopenTooLate(rule.reopen_days)
        self._move("reopen")
        self.sales_stage = self.stage_before_closing or SalesStage.PROSPECTING
        self.closed_at = self.status_before_closing = self.stage_before_closing = None
        self.won_on = self.lost_reason = None
        return [self._fact(events.DealRegistrationReopened)]

    def _decide(self, verb: str, actor: Actor, now: datetime, reason: ReasonCode | None, text: str | None) -> None:
        require(verb, self.status, actor)
        if actor.person_id == self.submitted_by:
            raise errors.SelfApproval
        self._move(verb)
        self.decided_at, self.decided_by, self.decide_by = now, actor.person_id, None
        self.decision_status, self.decision_text = self.status.value, text
        self.decision_reason_code = reason.value if reason else None

    def _business_minutes(self, now: datetime, clock: SlaClock | None) -> int | None:
        """What the decision took in the decider's working hours, without the time the partner was asked for more."""
        if clock is None or self.submitted_at is None:
            return None
        return max(0, clock.working_minutes(self.submitted_at, now) - self.sla_paused_minutes)

    def _close(self, verb: str, actor: Actor, now: datetime, stage: SalesStage) -> None:
        require(verb, self.status, actor)
        self.status_before_closing, self.stage_before_closing = self.status, self.sales_stage
        self._move(verb)
        self.sales_stage, self.stage_changed_at, self.closed_at = stage, now, now

    def _end(self, verb: str, actor: Actor, fact: type[F]) -> Facts:
        require(verb, self.status, actor)
        self._move(verb)
        self.decide_by = self.sla_paused_at = None
        return [self._fact(fact)]

    def _end_pause(self, now: datetime, clock: SlaClock) -> None:
        if self.sla_paused_at is not None:
            self.sla_paused_minutes += clock.working_minutes(self.sla_paused_at, now)
        self.sla_paused_at = self.sla_remaining_minutes = None
        self.info_fields = self.info_text = self.info_asked_at = self.answer_until = None

    def _move(self, verb: str) -> None:
        target = TRANSITIONS[verb][self.status] or self.status_before_closing
        assert target is not None, "a closed registration knows the status it was closed in"
        self.status = target

    def _fact(self, fact: type[F], **more: Any) -> F:
        customer = events.CustomerFact(
            legal_name=self.customer.legal_name, country=self.customer.country, domain=self.customer.domain
        )
        known = {name: getattr(self, name) for name in _IN_EVERY_FACT}
        return fact(**{**known, "customer": customer, **more})


_COMPARED: Final = tuple(e.name for e in fields(Registration) if e.name not in ("version", "updated_at"))
_IN_EVERY_FACT: Final = tuple(entry.name for entry in fields(events.RegistrationFact) if entry.name != "customer")
_OF_ONE_REVISION: Final = (
    *("submitted_at", "claimed_by", "decide_by", "sla_paused_at", "sla_remaining_minutes", "stage_changed_at"),
    *("info_fields", "info_text", "info_asked_at", "answer_until", "decided_at", "decided_by", "decision_status"),
    *("decision_reason_code", "decision_text", "protected_until", "crm_opportunity_ref", "closed_at", "won_on"),
    *("lost_reason", "status_before_closing", "stage_before_closing"),
)


def _required(pointer: str) -> dict[str, str]:
    message = "Give the website, the city or the registration number." if pointer == "/customer/domain" else "Required."
    return {"pointer": pointer, "code": "required", "message": message}


def state(registration: Registration) -> dict[str, Any]:
    """Every field that history compares; kept apart from the row's own bookkeeping."""
    return {name: getattr(registration, name) for name in _COMPARED}
