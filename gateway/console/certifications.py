"""Defining certifications: by which courses they are earned, how long they hold, when holders are reminded."""

from __future__ import annotations

from typing import Any, Final
from uuid import uuid4

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from chassis.errors import ServiceError
from gateway.console.blueprint import console
from gateway.errors import explain, field_errors, status_of
from gateway.invoke import invoke
from gateway.pages.boxes import ask, channel
from gateway.pages.formats import in_my_language
from gateway.pages.forms import Problems

TYPED: Final = ("code", "title_en", "title_es", "validity_months", "grace_days", "reminders")
DEFAULTS: Final = {"validity_months": "24", "grace_days": "30", "reminders": "90, 60, 30, 7"}
POINTERS: Final = {"/title/en": "title_en", "/title/es": "title_es"}
CHOICES: Final = 100
REFUSALS: Final = {"conflict", "invalid"}
Answer = str | Response | tuple[str, int]


@console.get("/certifications/new")
def new_certification() -> str:
    return _form(dict(DEFAULTS), {})


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
    version = request.form.get("version", "")
    try:
        _tell(
            "update_certification",
            certification_id=str(certification_id),
            version=int(version) if version.isdecimal() else found["version"],
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
    problems: Problems = {}
    if not typed["code"]:
        problems["code"] = _("Give it a code, like cloud-sales")
    if not typed["title_en"]:
        problems["title_en"] = _("Write its title in English")
    if not typed["course_ids"]:
        problems["course_ids"] = _("Tick at least one course")
    if typed["validity_months"] and not typed["validity_months"].isdecimal():
        problems["validity_months"] = _("Enter months as a number, or leave it empty for good")
    if not typed["grace_days"].isdecimal():
        problems["grace_days"] = _("Enter days as a number; 0 for none")
    if not all(days.isdecimal() for days in _days(typed)):
        problems["reminders"] = _("Enter days as numbers with commas, like 90, 60, 30, 7")
    return problems


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
    named = {_field(problem["pointer"]): str(problem["detail"]) for problem in field_errors(error)}
    return named or {"": explain(error)}


def _field(pointer: str) -> str:
    """The field of the page that a place in the command was typed in."""
    name = POINTERS.get(pointer) or pointer.strip("/").partition("/")[0]
    return name if name in (*TYPED, "course_ids") else ""


def _form(values: dict[str, Any], problems: Problems, found: dict[str, Any] | None = None) -> str:
    courses = ask("list_courses", status=["published"], limit=CHOICES).box()
    return render_template(
        "console/certification_form.html",
        found=found,
        values=values,
        problems=problems,
        courses=courses,
        choices=[(course["course_id"], in_my_language(course["title"])) for course in courses.items],
        key=request.form.get("key") or uuid4().hex,
    )
