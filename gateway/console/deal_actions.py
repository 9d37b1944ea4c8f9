"""What staff do to a deal outside the queue: protection, conversion, closing, and the two kinds of notes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from werkzeug.wrappers import Response

from chassis.errors import ServiceError
from gateway.console.blueprint import console
from gateway.console.deal import FORMS, page_of
from gateway.errors import explain, status_of
from gateway.pages.boxes import tell
from gateway.pages.forms import Problems, amount_of, whole_number

FIELDS: Final = {
    "extend": ("days", "reason"),
    "release": ("reason",),
    "revoke": ("reason",),
    "convert": ("crm_opportunity_ref",),
    "won": ("amount", "won_on"),
    "lost": ("reason",),
    "reopen": ("reason",),
    "stage": ("sales_stage",),
}
SAID: Final = {
    "extend": lazy_gettext("The protection is extended."),
    "release": lazy_gettext("The protection is given back."),
    "revoke": lazy_gettext("The protection is revoked. The partner is told the reason."),
    "convert": lazy_gettext("The registration is linked to its opportunity."),
    "won": lazy_gettext("Marked as won."),
    "lost": lazy_gettext("Marked as lost."),
    "reopen": lazy_gettext("Reopened: the deal is back where it was."),
    "stage": lazy_gettext("The sales stage is changed."),
}
REASON_REQUIRED: Final = frozenset({"revoke", "reopen", "extend"})


@console.post("/deals/<uuid:deal_registration_id>/do/<verb>")
def act_on_deal(deal_registration_id: Any, verb: str) -> Response | tuple[str, int]:
    if verb not in FORMS:
        raise ServiceError("not_found", "not_found", "", {})
    typed = {name: request.form.get(name, "").strip() for name in FIELDS[verb]}
    problems = _problems(verb, typed)
    if problems:
        return _again(deal_registration_id, verb, problems, 422)
    try:
        tell(FORMS[verb][1], _key(verb), deal_registration_id=str(deal_registration_id), **_command(typed))
    except ServiceError as error:
        if error.kind not in {"conflict", "invalid"}:
            raise
        return _again(deal_registration_id, verb, {"": explain(error)}, status_of(error))
    flash(str(SAID[verb]), "ok")
    return redirect(url_for("console.deal", deal_registration_id=deal_registration_id), 303)


@console.post("/deals/<uuid:deal_registration_id>/notes")
def add_note(deal_registration_id: Any) -> Response | tuple[str, int]:
    return _write_note(deal_registration_id, "add_note", "note")


@console.post("/deals/<uuid:deal_registration_id>/internal-notes")
def add_internal_note(deal_registration_id: Any) -> Response | tuple[str, int]:
    return _write_note(deal_registration_id, "add_internal_note", "internal-note")


def _write_note(deal_registration_id: Any, operation_id: str, field: str) -> Response | tuple[str, int]:
    text = request.form.get(field, "").strip()
    if not text:
        return _again(deal_registration_id, "", {field: _("Write something first")}, 422)
    tell(operation_id, _key(field), deal_registration_id=str(deal_registration_id), text=text)
    return redirect(url_for("console.deal", deal_registration_id=deal_registration_id, _anchor=f"{field}s"), 303)


def _problems(verb: str, typed: Mapping[str, str]) -> Problems:
    problems: Problems = {}
    if verb == "extend" and typed["days"] and whole_number(typed["days"]) is None:
        problems["days"] = _("Enter whole days, like 45")
    if verb == "won" and typed["amount"] and amount_of(typed["amount"]) is None:
        problems["amount"] = _("Enter the amount, like 25000")
    if verb in REASON_REQUIRED and not typed.get("reason"):
        problems["reason"] = _("Write the reason; the partner will read it")
    return problems


def _command(typed: Mapping[str, str]) -> dict[str, Any]:
    command: dict[str, Any] = {name: value for name, value in typed.items() if value}
    if "days" in command:
        command["days"] = whole_number(typed["days"])
    if "amount" in command:
        command["amount"] = str(amount_of(command["amount"]))
    return command


def _key(what: str) -> str | None:
    key = request.form.get("key")
    return f"{what}:{key}" if key else None


def _again(deal_registration_id: Any, verb: str, problems: Problems, status: int) -> tuple[str, int]:
    page = page_of(str(deal_registration_id), verb) | {"problems": problems, "values": request.form}
    return render_template("console/deal.html", **page), status
