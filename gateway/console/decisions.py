"""What a press of a decider's button means: one step a claim, scheduled together, undone together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from flask_babel import gettext as _

from chassis.errors import ServiceError
from gateway.console.cases import Case
from gateway.console.compare import Claim
from gateway.console.words import ASKABLE_FIELDS
from gateway.pages.boxes import tell
from gateway.pages.forms import Problems

REASONS: Final = (
    "registered_other_partner",
    "duplicate_same_partner",
    "direct_engaged",
    "existing_customer",
    "rfp_published",
    "customer_designated_other",
    "insufficient_evidence",
    "incomplete",
    "below_threshold",
    "out_of_territory",
    "product_not_authorised",
    "partner_not_eligible",
    "named_account",
    "compliance",
    "withdrawn_by_customer",
    "other",
)
LONGEST: Final = 2000


@dataclass(frozen=True)
class Step:
    """One pending decision to be made: the claim, what is decided, and the words that go with it."""

    claim: Claim
    decision: str  # approve | reject | request_info
    body: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Form:
    """What the decider sent, as typed; problems by field id in the order of the page."""

    verb: str
    winner: Claim | None
    values: Mapping[str, Any]
    problems: Mapping[str, str] = field(default_factory=dict)


def standard_decline() -> str:
    """What the partner whose claim loses reads, unless the decider changes it. It names nobody."""
    return str(
        _(
            "This customer was registered for this product before you sent your registration. "
            "You can register other products or ask us about working together."
        )
    )


def read_form(case: Case, sent: Mapping[str, str], fields: Sequence[str]) -> Form:
    verb = sent.get("verb", "")
    typed = {name: value.strip() for name, value in sent.items()}
    winner = case.claim(typed.get("winner", "")) or case.claim(case.registration["deal_registration_id"])
    values: dict[str, Any] = {**typed, "fields": list(fields)}
    return Form(verb, winner, values, _problems(case, verb, winner, values))


def _problems(case: Case, verb: str, winner: Claim | None, values: Mapping[str, Any]) -> Problems:
    if verb == "approve":
        found = _approve_problems(case, winner, values)
    elif verb == "ask":
        found = {} if values["fields"] else {"fields-customer": _("Tick at least one thing the partner may correct")}
        found |= _missing(values, text=_("Write your question to the partner"))
    elif verb == "split":
        found = _missing(values, text=_("Write what the partner will read"))
    elif verb == "decline":
        found = {} if values.get("reason_code") in REASONS else {"reason_code": _("Choose a reason")}
        found |= _missing(values, text=_("Write what the partner will read"))
    else:
        found = {"": _("Choose what to decide")}
    return found | _too_long(values)


def _approve_problems(case: Case, winner: Claim | None, values: Mapping[str, Any]) -> Problems:
    if winner is None:
        return {"": _("This registration can no longer be decided")}
    found: Problems = {}
    if case.is_override(winner):
        found |= _missing(values, override_reason=_("Say why you decide against the order of registration"))
    if case.others(winner):
        found |= _missing(values, text=_("Write what the partner who is declined will read"))
    return found


def _missing(values: Mapping[str, Any], **sentences: str) -> Problems:
    return {name: sentence for name, sentence in sentences.items() if not values.get(name)}


def _too_long(values: Mapping[str, Any]) -> Problems:
    names = ("override_reason", "text", "internal_note")
    return {
        name: _("Use at most %(num)d characters", num=LONGEST) for name in names if len(values.get(name, "")) > LONGEST
    }


def steps(case: Case, form: Form) -> tuple[Step, ...]:
    """The losers' declines go first, so that the winner's scope is free when its approval is carried out."""
    note = {"internal_note": form.values["internal_note"]} if form.values.get("internal_note") else {}
    if form.verb == "approve" and form.winner is not None:
        lost = {"reason_code": "registered_other_partner", "text": form.values.get("text", "")}
        override = {"override_reason": form.values["override_reason"]} if form.values.get("override_reason") else {}
        declines = [Step(claim, "reject", lost | note) for claim in case.others(form.winner)]
        return (*declines, Step(form.winner, "approve", override | note))
    if form.verb == "split" and form.winner is not None:
        offer = {"fields": ["registration_type"], "text": form.values["text"]}
        return (
            Step(form.winner, "approve", note),
            *(Step(claim, "request_info", offer) for claim in case.others(form.winner)),
        )
    told = {"text": form.values["text"]}
    if form.verb == "ask":
        return tuple(
            Step(claim, "request_info", told | {"fields": form.values["fields"]}) for claim in case.open_claims
        )
    return tuple(
        Step(claim, "reject", told | note | {"reason_code": form.values["reason_code"]}) for claim in case.open_claims
    )


def schedule(planned: Sequence[Step], key: str) -> list[str]:
    """All or none: where one is refused, those already scheduled are undone before anything happened."""
    done: list[str] = []
    try:
        for step in planned:
            claim_id = step.claim["deal_registration_id"]
            answer = tell(
                "schedule_decision",
                f"{key}:{claim_id}",
                deal_registration_id=claim_id,
                decision=step.decision,
                **step.body,
            )
            done.append(answer["pending_decision_id"])
    except ServiceError:
        undo(done)
        raise
    return done


def undo(pending_decision_ids: Sequence[str]) -> None:
    for pending_decision_id in pending_decision_ids:
        tell("undo_decision", pending_decision_id=pending_decision_id)


FIELD_CHOICES: Final = ASKABLE_FIELDS
