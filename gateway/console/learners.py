"""Learners: who takes which course, how far each partner is, and another day for whoever needs it."""

from __future__ import annotations

from typing import Any, Final

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from gateway.console.blueprint import console
from gateway.console.listing import csv_response, listing, read_filters
from gateway.pages.boxes import Box, ask, tell
from gateway.pages.formats import day, in_my_language
from gateway.pages.names import names_of
from gateway.pages.preferences import local_path
from gateway.pages.words import ENROLLMENT

FILTERS: Final = ("course_id", "partner_id", "status", "is_overdue")
COLUMNS: Final = ("course_code", "partner_name", "person_id", "status", "progress", "due_on", "best_score")


@console.get("/learners")
def learners() -> str:
    filters = read_filters(FILTERS)
    courses = ask("list_courses", limit=100)
    page = listing("list_enrollments", "console.learners", filters, **_command(filters))
    names = names_of(item["person_id"] for item in page.box.items)
    return render_template(
        "console/learners.html",
        page=page,
        filters=filters,
        names=names,
        courses=_titles(courses.box()),
        statuses=[(code, look.text) for code, look in ENROLLMENT.items()],
    )


@console.get("/learners.csv")
def learners_csv() -> Response:
    filters = read_filters(FILTERS)
    return csv_response(
        "learners", "list_enrollments", COLUMNS, lambda item: [item.get(name) for name in COLUMNS], **_command(filters)
    )


@console.get("/learners/partners")
def partner_progress() -> str:
    filters = read_filters(("course_id",))
    courses = ask("list_courses", limit=100)
    page = listing("list_partner_progress", "console.partner_progress", filters, course_id=filters["course_id"])
    titles = _titles(courses.box())
    return render_template("console/partner_progress.html", page=page, filters=filters, courses=titles)


@console.post("/learners/<uuid:enrollment_id>/extend")
def extend_enrollment(enrollment_id: Any) -> Response:
    due_on = request.form.get("due_on", "")
    if due_on:
        tell("extend_enrollment", None, enrollment_id=str(enrollment_id), due_on=due_on)
        flash(_("Until %(day)s now.", day=day(due_on)), "ok")
    return redirect(local_path(request.form.get("next") or url_for("console.learners")), 303)


def _command(filters: dict[str, str]) -> dict[str, Any]:
    return {
        "course_id": filters["course_id"],
        "partner_id": filters["partner_id"],
        "status": filters["status"] if filters["status"] in ENROLLMENT else "",
        "is_overdue": True if filters["is_overdue"] == "yes" else None,
    }


def _titles(courses: Box) -> list[tuple[str, str]]:
    return [(item["course_id"], in_my_language(item["title"])) for item in courses.items]
