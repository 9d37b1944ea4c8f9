"""Partners: found in a list, seen whole on one page, suspended, reinstated or ended with a reason."""

from __future__ import annotations

from typing import Any, Final
from uuid import uuid4

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from werkzeug.wrappers import Response

from chassis.errors import ServiceError
from gateway.console.blueprint import console
from gateway.console.listing import csv_response, listing, read_filters
from gateway.console.onboarding import task_url
from gateway.console.partner_standing import managers_among, vendors_people
from gateway.errors import explain, status_of
from gateway.pages.boxes import Question, ask, tell
from gateway.pages.names import names_of
from gateway.pages.places import countries
from gateway.pages.words import PARTNER, PARTNER_TYPE

FILTERS: Final = ("q", "status", "country", "partner_type")
COLUMNS: Final = ("legal_name", "country", "city", "domain", "partner_type", "tier", "status", "created_at")
VERBS: Final = {
    "suspend": lazy_gettext("Suspended. The partner cannot register deals; existing protections stay."),
    "reinstate": lazy_gettext("Reinstated. The partner can register deals again."),
    "terminate": lazy_gettext("Ended. Everyone of this partner is signed out."),
}


@console.get("/partners")
def partners() -> str:
    filters = read_filters(FILTERS)
    page = listing("list_partners", "console.partners", filters, **_command(filters))
    names = names_of(item.get("channel_manager_id") for item in page.box.items)
    return render_template(
        "console/partners.html", page=page, filters=filters, names=names, statuses=_statuses(), countries=countries()
    )


@console.get("/partners.csv")
def partners_csv() -> Response:
    filters = read_filters(FILTERS)
    return csv_response(
        "partners", "list_partners", COLUMNS, lambda item: [item.get(name) for name in COLUMNS], **_command(filters)
    )


@console.get("/partners/<uuid:partner_id>")
def partner(partner_id: Any) -> str:
    return render_template("console/partner.html", **_page(str(partner_id), request.args.get("form", "")))


@console.post("/partners/<uuid:partner_id>/<verb>")
def change_partner(partner_id: Any, verb: str) -> Response | tuple[str, int]:
    if verb not in VERBS:
        raise ServiceError("not_found", "not_found", "", {})
    reason = request.form.get("reason", "").strip()
    problems = _problems(partner_id, verb, reason)
    if problems:
        return _again(partner_id, verb, problems, 422)
    try:
        key = request.form.get("key")
        tell(f"{verb}_partner", f"{verb}:{key}" if key else None, partner_id=str(partner_id), reason=reason or None)
    except ServiceError as error:
        if error.kind not in {"conflict", "invalid"}:
            raise
        return _again(partner_id, verb, {"": explain(error)}, status_of(error))
    flash(str(VERBS[verb]), "ok")
    return redirect(url_for("console.partner", partner_id=partner_id), 303)


def _problems(partner_id: Any, verb: str, reason: str) -> dict[str, str]:
    problems = {}
    if verb != "reinstate" and not reason:
        problems["reason"] = _("Write the reason; the partner will read it")
    if verb == "terminate":
        legal_name = ask("get_partner", partner_id=str(partner_id)).value()["legal_name"]
        if request.form.get("confirmation", "").strip().casefold() != legal_name.casefold():
            problems["confirmation"] = _("Type the name of the partner as it is written above")
    return problems


def _again(partner_id: Any, verb: str, problems: dict[str, str], status: int) -> tuple[str, int]:
    page = _page(str(partner_id), verb) | {"problems": problems, "values": request.form}
    return render_template("console/partner.html", **page), status


def _page(partner_id: str, form: str) -> dict[str, Any]:
    asked = ask("get_partner", partner_id=partner_id)
    people = ask("list_people", partner_id=partner_id, limit=100)
    branches = ask("list_partners", parent_partner_id=partner_id, limit=100)
    deals = ask("list_deal_registrations", partner_id=partner_id, limit=5)
    counts = ask("count_deal_registrations", partner_id=partner_id)
    history = ask("get_partner_history", partner_id=partner_id, limit=20)
    onboarding = ask("get_onboarding", partner_id=partner_id)
    colleagues = vendors_people()
    found = asked.value()
    parent = _parent(found)
    past = history.box()
    return {
        "partner": found,
        "people": people.box(),
        "branches": branches.box(),
        "parent": parent.box().value if parent else None,
        "deals": deals.box(),
        "counts": counts.box(),
        "history": past,
        "onboarding": onboarding.box(),
        "task_url": task_url(partner_id),
        "managers": managers_among(colleagues),
        "names": names_of([found.get("channel_manager_id"), *(period["changed_by"] for period in past.items)]),
        "form": form if form in found["actions"] else "",
        "problems": {},
        "values": {},
        "key": uuid4().hex,
    }


def _parent(found: dict[str, Any]) -> Question | None:
    parent_id = found.get("parent_partner_id")
    return ask("get_partner", partner_id=parent_id) if parent_id else None


def _command(filters: dict[str, str]) -> dict[str, Any]:
    return {
        "q": filters["q"],
        "country": filters["country"],
        "partner_type": filters["partner_type"] if filters["partner_type"] in PARTNER_TYPE else "",
        "status": [filters["status"]] if filters["status"] in PARTNER else [],
    }


def _statuses() -> list[tuple[str, Any]]:
    return [(code, look.text) for code, look in PARTNER.items() if code != "applicant"]
