"""Sentences about decisions, for templates: who was approved, who declined, by whom."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from flask_babel import gettext as _

from chassis.errors import ServiceError
from gateway.console.blueprint import console
from gateway.console.moments import clock_time, promise
from gateway.console.words import (
    AREAS,
    AUTOMATIC_NOTES,
    CHANNELS,
    CHECKS,
    HISTORY,
    PARTNER_FIELDS,
    PARTS,
    REGISTRATION_TYPE,
    ROLE_NOTES,
    RULES,
    SCOPES,
    SIGNALS,
)
from gateway.errors import explain
from gateway.pages.names import Names
from gateway.pages.places import country_name
from gateway.pages.words import DECISION_REASON


def decision_words(decision: str, partner: str | None) -> str:
    """Of a decision that waits for its ten seconds."""
    name = partner or _("the partner")
    if decision == "approve":
        return str(_("%(partner)s approved", partner=name))
    if decision == "reject":
        return str(_("%(partner)s declined", partner=name))
    return str(_("%(partner)s asked for information", partner=name))


def not_carried_out(refused: Mapping[str, Any], partner: str | None, names: Names) -> str:
    """Of a decision that the rules refused when it was due: what was pressed and by whom."""
    wanted = decision_words(refused["decision"], partner)
    return str(_("Not carried out: %(wanted)s (%(name)s).", wanted=wanted, name=names.of(refused["decided_by"])))


def refusal_reason(refused: Mapping[str, Any]) -> str:
    return explain(ServiceError("conflict", refused["failure_code"]))


def decided_words(registration: Mapping[str, Any], names: Names) -> str:
    """Of a decision that was carried out."""
    decision = registration["decision"]
    by, number = names.of(decision.get("decided_by")), registration["number"]
    if decision["status"] in {"rejected", "reject"}:
        return str(_("%(name)s declined %(number)s.", name=by, number=number))
    return str(_("%(name)s approved %(number)s.", name=by, number=number))


def reason_choices(codes: Iterable[str]) -> list[tuple[str, Any]]:
    return [(code, DECISION_REASON.get(code, code)) for code in codes]


console.add_app_template_filter(promise, "promise")
console.add_app_template_filter(clock_time, "clock_time")


@console.context_processor
def words() -> dict[str, Any]:
    return {
        "signal_words": SIGNALS,
        "history_words": HISTORY,
        "channel_words": CHANNELS,
        "check_words": CHECKS,
        "automatic_notes": AUTOMATIC_NOTES,
        "partner_field_words": PARTNER_FIELDS,
        "scope_words": SCOPES,
        "part_words": PARTS,
        "type_words": REGISTRATION_TYPE,
        "area_words": AREAS,
        "role_notes": ROLE_NOTES,
        "rule_words": RULES,
        "decision_words": decision_words,
        "not_carried_out": not_carried_out,
        "refusal_reason": refusal_reason,
        "decided_words": decided_words,
        "reason_choices": reason_choices,
        "country_name": country_name,
    }
