"""Applications: organisations that ask to become partners; read, screened and decided here."""

from __future__ import annotations

from typing import Any, Final
from uuid import uuid4

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from chassis.errors import ServiceError
from gateway.console.blueprint import console
from gateway.console.listing import csv_response, listing, read_filters
from gateway.console.moments import decide_by_words
from gateway.console.waiting import FILTERS
from gateway.console.words import AUTOMATIC_NOTES
from gateway.errors import explain, status_of
from gateway.pages.boxes import ask, tell
from gateway.pages.names import names_of
from gateway.pages.words import APPLICATION

FORMS: Final = frozenset({"approve", "decline"})
RESULTS: Final = ("open", "passed", "failed")
MANAGER_ROLE: Final = "channel_manager"


def review(application_id: str, form: str | None = None) -> dict[str, Any]:
    """Everything the detail of one application shows."""
    asked = ask("get_application", application_id=application_id)
    staff = ask("list_people", vendor=True, role=MANAGER_ROLE, status=["active"], limit=100)
    found = asked.value()
    decision = found.get("decision") or {}
    form = form if form is not None else request.args.get("form", "")
    return {
        "kind": "application",
        "application": found,
        "managers": [(person["person_id"], person["name"]) for person in staff.box().items],
        "names": names_of([decision.get("decided_by"), *(item.get("checked_by") for item in found["screening"])]),
        "decide_by": decide_by_words(found["decide_by"]),
        "form": form if form in FORMS and form in found["actions"] else "",
        "values": {},
        "problems": {},
        "key": uuid4().hex,
        "results": RESULTS,
    }


@console.get("/applications")
def applications() -> str:
    filters = read_filters(("q", "status"))
    page = listing(
        "list_applications",
        "console.applications",
        filters,
        q=filters["q"],
        status=_statuses(filters),
        sort="-submitted_at",
    )
    return render_template("console/applications.html", page=page, filters=filters, statuses=_status_choices())


@console.get("/applications.csv")
def applications_csv() -> Response:
    filters = read_filters(("q", "status"))
    names = ("legal_name", "country", "city", "domain", "partner_type", "status", "submitted_at", "decide_by")
    return csv_response(
        "applications",
        "list_applications",
        names,
        lambda item: [item.get(name) for name in names],
        q=filters["q"],
        status=_statuses(filters),
        sort="-submitted_at",
    )


@console.get("/applications/<uuid:application_id>")
def application(application_id: Any) -> str:
    return render_template("console/application.html", **review(str(application_id)))


@console.post("/applications/<uuid:application_id>/screening")
def screen_application(application_id: Any) -> Response | tuple[str, int]:
    checks = [name.removeprefix("result-") for name in request.form if name.startswith("result-")]
    items = [
        {
            "check": check,
            "result": request.form[f"result-{check}"],
            "note": _note_as_kept(request.form.get(f"note-{check}", "").strip()) or None,
        }
        for check in checks
    ]
    return _carry_out(application_id, "record_screening", _("The screening is saved."), "", items=items)


@console.post("/applications/<uuid:application_id>/approve")
def approve_application(application_id: Any) -> Response | tuple[str, int]:
    return _carry_out(
        application_id,
        "approve_application",
        _("Approved. The company is a partner now and its first person gets an invitation by e-mail."),
        "approve",
        **_given("partner_type", "channel_manager_id", "override_reason"),
    )


@console.post("/applications/<uuid:application_id>/decline")
def decline_application(application_id: Any) -> Response | tuple[str, int]:
    problems = {}
    if not request.form.get("reason_code"):
        problems["reason_code"] = _("Choose a reason")
    if not request.form.get("text", "").strip():
        problems["text"] = _("Write what the applicant will read")
    if problems:
        return _again(application_id, "decline", problems, 422)
    said = _("Declined. The applicant gets your words by e-mail.")
    return _carry_out(application_id, "decline_application", said, "decline", **_given("reason_code", "text"))


def _given(*names: str) -> dict[str, str]:
    return {name: value for name in names if (value := request.form.get(name, "").strip())}


def _carry_out(
    application_id: Any, operation_id: str, said: str, form: str, **command: Any
) -> Response | tuple[str, int]:
    key = request.form.get("key")
    try:
        tell(operation_id, f"{operation_id}:{key}" if key else None, application_id=str(application_id), **command)
    except ServiceError as error:
        if error.kind not in {"conflict", "invalid"}:
            raise
        return _again(application_id, form, {_field_of(error): explain(error)}, status_of(error))
    flash(said, "ok")
    if request.form.get("from") in FILTERS and form:
        return redirect(url_for("console.approvals", filter=request.form["from"]), 303)
    return redirect(url_for("console.application", application_id=application_id), 303)


def _note_as_kept(note: str) -> str:
    """An automatic note that nobody changed goes back as it came, whatever language it was shown in."""
    return next((kept for kept, shown in AUTOMATIC_NOTES.items() if note == str(shown)), note)


def _field_of(error: ServiceError) -> str:
    return "override_reason" if error.code == "screening_failed" else ""


def _again(application_id: Any, form: str, problems: dict[str, str], status: int) -> tuple[str, int]:
    detail = review(str(application_id), form) | {"values": request.form, "problems": problems}
    return render_template("console/application.html", **detail), status


def _statuses(filters: dict[str, str]) -> list[str]:
    return [filters["status"]] if filters["status"] in APPLICATION else []


def _status_choices() -> list[tuple[str, Any]]:
    return [(code, look.text) for code, look in APPLICATION.items() if code != "in_review"]
