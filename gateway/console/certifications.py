"""Defining certifications: by which courses they are earned, how long they hold, when holders are reminded."""

from __future__ import annotations

from typing import Any, Final
from uuid import uuid4

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from werkzeug.wrappers import Response

from chassis.errors import ServiceError
from gateway.console.blueprint import console
from gateway.errors import explain, field_errors, status_of
from gateway.invoke import invoke
from gateway.pages.boxes import ask, channel
from gateway.pages.formats import in_my_language
from gateway.pages.forms import Problems, whole_number

TYPED: Final = ("code", "title_en", "title_es", "validity_months", "grace_days", "reminders")
DEFAULTS: Final = {"validity_months": "24", "grace_days": "30", "reminders": "90, 60, 30, 7"}
POINTERS: Final = {"/title/en": "title_en", "/title/es": "title_es"}
ASKS: Final = {
    "code": lazy_gettext("Give it a code, like cloud-sales"),
    "title_en": lazy_gettext("Write its title in English"),
    "title_es": lazy_gettext("Write a title of at most 200 characters"),
    "course_ids": lazy_gettext("Tick at least one course"),
    "validity_months": lazy_gettext("Enter months from 1 to 120, or leave it empty for good"),
    "grace_days": lazy_gettext("Enter days from 0 to 365; 0 for none"),
    "reminders": lazy_gettext("Enter days from 1 to 365 with commas, like 90, 60, 30, 7"),
}
CHOICES: Final = 100
REFUSALS: Final = {"conflict", "invalid"}
Answer = str | Response | tuple[str, int]


@console.get("/certifications/new")
def new_certification() -> str:
    return _form({**DEFAULTS, "course_ids": []}, {})


@console.post("/certifications/new")
def create_certification() -> Answer:
    typed = _typed()
    if problems := _problems(typed):
        return _form(typed, problems), 422
    try:
        _tell("create_certification", code=typed["code"], **_command(typed))
    except ServiceError as error:
        if error.kind not in REFUSALS:
            raise
        return _form(typed, _refused(error)), status_of(error)
    flash(_("Defined. Whoever completes its courses from now on is certified."), "ok")
    return redirect(url_for("console.requirements"), 303)


@console.get("/certifications/<uuid:certification_id>/edit")
def edit_certification(certification_id: Any) -> str:
    found = ask("get_certification", certification_id=str(certification_id)).value()
    return _form(_as_typed(found), {}, found)


@console.post("/certifications/<uuid:certification_id>/edit")
def update_certification(certification_id: Any) -> Answer:
    typed = _typed()
    found = ask("get_certification", certification_id=str(certification_id)).value()
    if problems := _problems(typed | {"code": found["code"]}):
        return _form(typed, problems, found), 422
    version = whole_number(request.form.get("version"))
    try:
        _tell(
            "update_certification",
            certification_id=str(certification_id),
            version=found["version"] if version is None else version,
            **_command(typed),
        )
    except ServiceError as error:
        if error.kind not in REFUSALS:
            raise
        return _form(typed, _refused(error), found), status_of(error)
    flash(_("Saved. Certificates that were awarded keep the terms of their day."), "ok")
    return redirect(url_for("console.requirements"), 303)


def _typed() -> dict[str, Any]:
    typed: dict[str, Any] = {name: request.form.get(name, "").strip() for name in TYPED}
    return typed | {"course_ids": request.form.getlist("course_ids")}


def _as_typed(found: dict[str, Any]) -> dict[str, Any]:
    months = found["validity_months"]
    return {
        "code": found["code"],
        "title_en": found["title"].get("en", ""),
        "title_es": found["title"].get("es", ""),
        "validity_months": "" if months is None else str(months),
        "grace_days": str(found["grace_days"]),
        "reminders": ", ".join(str(days) for days in found["reminders"]),
        "course_ids": found["course_ids"],
    }


def _problems(typed: dict[str, Any]) -> Problems:
    """What is missing or no number; whether a number is too large is for its owner to say."""
    refused = {name for name in ("code", "title_en", "course_ids") if not typed[name]}
    if typed["validity_months"] and whole_number(typed["validity_months"]) is None:
        refused.add("validity_months")
    if whole_number(typed["grace_days"]) is None:
        refused.add("grace_days")
    if any(whole_number(days) is None for days in _days(typed)):
        refused.add("reminders")
    return {name: str(words) for name, words in ASKS.items() if name in refused}


def _days(typed: dict[str, Any]) -> list[str]:
    return [days.strip() for days in typed["reminders"].split(",") if days.strip()]


def _command(typed: dict[str, Any]) -> dict[str, Any]:
    title = {"en": typed["title_en"]} | ({"es": typed["title_es"]} if typed["title_es"] else {})
    return {
        "title": title,
        "course_ids": typed["course_ids"],
        "validity_months": int(typed["validity_months"]) if typed["validity_months"] else None,
        "grace_days": int(typed["grace_days"]),
        "reminders": [int(days) for days in _days(typed)],
    }


def _tell(operation_id: str, **command: Any) -> None:
    """A validity of null says something here: it holds for good."""
    invoke(operation_id, command=command, idempotency_key=request.form.get("key"), channel=channel())


def _refused(error: ServiceError) -> Problems:
    if error.code == "code_taken":
        return {"code": explain(error)}
    fields = [(_field(problem["pointer"]), problem["detail"]) for problem in field_errors(error)]
    return {name: str(ASKS.get(name, detail)) for name, detail in fields} or {"": explain(error)}


def _field(pointer: str) -> str:
    """The field of the page that a place in the command was typed in."""
    name = POINTERS.get(pointer) or pointer.strip("/").partition("/")[0]
    return name if name in ASKS else ""


def _form(values: dict[str, Any], problems: Problems, found: dict[str, Any] | None = None) -> str:
    """To choose from: what can be completed today, and what is chosen already, even where it was retired since."""
    courses = ask("list_courses", status=["published", "retired"], limit=CHOICES).box()
    offered = [one for one in courses.items if one["status"] == "published" or one["course_id"] in values["course_ids"]]
    return render_template(
        "console/certification_form.html",
        found=found,
        values=values,
        problems=problems,
        courses=courses,
        choices=[(course["course_id"], in_my_language(course["title"])) for course in offered],
        key=request.form.get("key") or uuid4().hex,
    )
