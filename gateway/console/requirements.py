"""What companies need and how they stand; the certifications it is counted in, and the forms that set both."""

from __future__ import annotations

from typing import Any, Final
from uuid import uuid4

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from chassis.errors import ServiceError
from gateway.console.blueprint import console
from gateway.console.listing import csv_response, listing, read_filters
from gateway.errors import explain, status_of
from gateway.pages.boxes import ask, tell
from gateway.pages.formats import in_my_language
from gateway.pages.forms import Problems, whole_number
from gateway.pages.names import names_of
from gateway.pages.words import COMPANY_REQUIREMENT, PARTNER_TYPE
from gateway.portal.deal_actions import go_to

FILTERS: Final = ("status", "certification_id", "partner_id")
COLUMNS: Final = ("partner_name", "certification_code", "holders", "required", "status", "falls_below_on")
CHOICES: Final = 100
MOST: Final = 1000
Answer = str | Response | tuple[str, int]


@console.get("/requirements")
def requirements() -> str:
    filters = read_filters(FILTERS)
    asked = ask("list_requirements", limit=CHOICES)
    offered = ask("list_certifications", limit=CHOICES)
    page = listing("list_company_requirements", "console.requirements", filters, **_command(filters))
    certifications = offered.box()
    return render_template(
        "console/requirements.html",
        page=page,
        filters=filters,
        asked=asked.box(),
        certifications=certifications,
        choices=[(item["certification_id"], in_my_language(item["title"])) for item in certifications.items],
        statuses=[(code, look.text) for code, look in COMPANY_REQUIREMENT.items()],
        names=names_of(held["person_id"] for row in page.box.items for held in row["renew"]),
    )


@console.get("/requirements.csv")
def requirements_csv() -> Response:
    filters = read_filters(FILTERS)
    return csv_response(
        "requirements",
        "list_company_requirements",
        COLUMNS,
        lambda item: [item[name] for name in COLUMNS],
        **_command(filters),
    )


@console.get("/requirements/new")
def new_requirement() -> str:
    return _form({"required": "2", "certification_id": request.args.get("certification_id", "")}, {})


@console.post("/requirements/new")
def set_requirement() -> Answer:
    typed = {name: request.form.get(name, "").strip() for name in ("requirement_id", "certification_id", "required")}
    types = [code for code in request.form.getlist("partner_types") if code in PARTNER_TYPE]
    values = typed | {"partner_types": types}
    if problems := _problems(typed):
        return _form(values, problems), 422
    try:
        command = {"certification_id": typed["certification_id"], "required": int(typed["required"])}
        tell(
            "set_requirement",
            request.form.get("key"),
            **command,
            partner_types=types,
            requirement_id=typed["requirement_id"] or None,
        )
    except ServiceError as error:
        if error.kind not in {"conflict", "invalid", "not_found"}:
            raise
        return _form(values, {"": explain(error)}), status_of(error)
    flash(_("Set. Every company it is for was counted again."), "ok")
    return redirect(url_for("console.requirements"), 303)


@console.get("/requirements/<uuid:requirement_id>/edit")
def edit_requirement(requirement_id: Any) -> str:
    found = _found(requirement_id)
    return _form(found | {"required": str(found["required"])}, {})


@console.get("/requirements/<uuid:requirement_id>/withdraw")
def ask_withdrawal(requirement_id: Any) -> str:
    in_sheet = bool(request.headers.get("HX-Request"))
    template = "console/_withdraw_requirement.html" if in_sheet else "console/withdraw_requirement.html"
    return render_template(template, found=_found(requirement_id))


@console.post("/requirements/<uuid:requirement_id>/withdraw")
def withdraw_requirement(requirement_id: Any) -> Response:
    found = _found(requirement_id)
    tell("withdraw_requirement", requirement_id=str(requirement_id))
    flash(_("%(title)s is asked of nobody any more.", title=in_my_language(found["title"])), "ok")
    return go_to(url_for("console.requirements"))


def _found(requirement_id: Any) -> dict[str, Any]:
    items = ask("list_requirements", limit=CHOICES).value()["items"]
    found = next((item for item in items if item["requirement_id"] == str(requirement_id)), None)
    if found is None:
        raise ServiceError("not_found", "requirement_not_found")
    return dict(found)


def _form(values: dict[str, Any], problems: Problems) -> str:
    offered = ask("list_certifications", limit=CHOICES).value()["items"]
    return render_template(
        "console/requirement_form.html",
        values=values,
        problems=problems,
        choices=[(item["certification_id"], in_my_language(item["title"])) for item in offered],
        key=request.form.get("key") or uuid4().hex,
    )


def _problems(typed: dict[str, str]) -> Problems:
    problems: Problems = {}
    if not typed["certification_id"]:
        problems["certification_id"] = _("Choose the certification")
    if not 1 <= (whole_number(typed["required"]) or 0) <= MOST:
        problems["required"] = _("Enter how many people, from 1 to %(most)s", most=MOST)
    return problems


def _command(filters: dict[str, str]) -> dict[str, Any]:
    return {
        "status": [filters["status"]] if filters["status"] in COMPANY_REQUIREMENT else [],
        "certification_id": filters["certification_id"],
        "partner_id": filters["partner_id"],
    }
