"""Courses: found in a list, written in an editor, published as a revision, asked of people by a rule."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final
from uuid import uuid4

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from werkzeug.wrappers import Response

from chassis.errors import ServiceError
from gateway.console.blueprint import console
from gateway.console.course_fields import refused_fields, typed_number, typed_texts
from gateway.console.listing import listing, read_filters
from gateway.errors import explain, status_of
from gateway.identity.roles import PARTNER_ROLES
from gateway.pages.boxes import ask, tell
from gateway.pages.forms import Problems, whole_number
from gateway.pages.names import names_of
from gateway.pages.shell import LANGUAGES
from gateway.pages.words import COURSE, PARTNER_TYPE

Page = str | Response | tuple[str, int]
REFUSED: Final = frozenset({"conflict", "invalid"})
TERMS: Final = ("draw", "pass_mark", "time_limit_minutes", "attempts", "cool_down_days")
MISSING: Final = {
    "title": lazy_gettext("the title"),
    "body": lazy_gettext("the text"),
    "captions": lazy_gettext("captions"),
    "file": lazy_gettext("the file"),
    "url": lazy_gettext("the address"),
    "lesson": lazy_gettext("the lesson to study, which is gone"),
}


@console.get("/courses")
def courses() -> str:
    filters = read_filters(("q", "status"))
    status = [filters["status"]] if filters["status"] in COURSE else []
    page = listing("list_courses", "console.courses", filters, q=filters["q"], status=status)
    statuses = [(code, look.text) for code, look in COURSE.items()]
    return render_template("console/courses.html", page=page, filters=filters, statuses=statuses)


@console.get("/courses/new")
def new_course() -> str:
    return render_template("console/course_new.html", **_form({"languages": ["en", "es"]}, {}))


@console.post("/courses/new")
def create_course() -> Page:
    typed = {**typed_course(), "code": request.form.get("code", "").strip().lower()}
    try:
        made = tell("create_course", request.form.get("key"), **typed)
    except ServiceError as error:
        if error.kind not in REFUSED:
            raise
        problems = {"code": explain(error)} if error.code == "course_code_taken" else _problems(error, typed)
        return render_template("console/course_new.html", **_form(typed, problems)), status_of(error)
    return redirect(url_for("console.course", course_id=made["course_id"]), 303)


@console.get("/courses/<uuid:course_id>")
def course(course_id: Any) -> str:
    return render_template("console/course.html", **_page(course_id, {}, {}))


@console.get("/courses/<uuid:course_id>/edit")
def edit_course(course_id: Any) -> str:
    found = ask("get_course", course_id=str(course_id)).value()
    return render_template("console/course_edit.html", found=found, **_form(found, {}))


@console.post("/courses/<uuid:course_id>/edit")
def update_course(course_id: Any) -> Page:
    typed = typed_course()
    version = whole_number(request.form.get("version")) or 0
    try:
        tell("update_course", None, course_id=str(course_id), version=version, **typed)
    except ServiceError as error:
        if error.kind not in REFUSED:
            raise
        found = ask("get_course", course_id=str(course_id)).value()
        shown = _form({**found, **typed}, _problems(error, typed))
        return render_template("console/course_edit.html", found=found, **shown), status_of(error)
    flash(_("Saved in the draft. Learners see it when you publish."), "ok")
    return redirect(url_for("console.course", course_id=course_id), 303)


@console.post("/courses/<uuid:course_id>/publish")
def publish_course(course_id: Any) -> Page:
    return change(course_id, "publish_course", _("Published. Whoever begins now gets this edition."))


@console.post("/courses/<uuid:course_id>/retire")
def retire_course(course_id: Any) -> Page:
    return change(course_id, "retire_course", _("Retired. Nobody begins it any more; whoever began can finish."))


@console.post("/courses/<uuid:course_id>/exam")
def set_exam(course_id: Any) -> Page:
    if request.form.get("verb") == "remove":
        return change(course_id, "remove_exam", _("The next edition has no exam."))
    terms = {name: typed_number(name) for name in TERMS}
    said = _("The terms are in the draft. They count for whoever begins after you publish.")
    return change(course_id, "set_exam", said, **terms)


@console.post("/courses/<uuid:course_id>/rule")
def set_rule(course_id: Any) -> Page:
    if request.form.get("verb") == "remove":
        return change(course_id, "remove_enrollment_rule", _("Nobody else is enrolled by rule."))
    chosen = {
        "roles": [role for role in request.form.getlist("roles") if role in PARTNER_ROLES],
        "partner_types": [kind for kind in request.form.getlist("partner_types") if kind in PARTNER_TYPE],
    }
    said = _("The rule is set. People are enrolled within seconds, newcomers as they come.")
    return change(course_id, "set_enrollment_rule", said, **chosen, due_days=typed_number("due_days"))


def change(course_id: Any, operation_id: str, said: str, **command: Any) -> Page:
    """One step, then the course again; a refusal is told above it, over what was typed."""
    try:
        tell(operation_id, None, course_id=str(course_id), **command)
    except ServiceError as error:
        if error.kind not in REFUSED:
            raise
        page = _page(course_id, _problems(error), {operation_id: command})
        return render_template("console/course.html", **page), status_of(error)
    flash(said, "ok")
    return redirect(url_for("console.course", course_id=course_id), 303)


def typed_course() -> dict[str, Any]:
    languages = [code for code in request.form.getlist("languages") if code in LANGUAGES]
    return {
        "languages": languages,
        "title": typed_texts("title", languages),
        "summary": typed_texts("summary", languages),
        "roles": [role for role in request.form.getlist("roles") if role in PARTNER_ROLES],
        "partner_types": [kind for kind in request.form.getlist("partner_types") if kind in PARTNER_TYPE],
    }


def missing_words(place: str) -> str:
    """What a draft lacks, from the place the service names: lessons.2.body.es."""
    kind, *rest = place.split(".")
    if kind == "lessons" and rest:
        number, what, *language = rest
        words = {"number": number, "what": MISSING.get(what, what), "language": _language(language)}
        return _("Lesson %(number)s lacks %(what)s%(language)s", **words)
    if kind == "questions" and rest:
        number, what = rest
        if what in LANGUAGES:
            return _("Question %(number)s lacks a text%(language)s", number=number, language=_language([what]))
        return _("Question %(number)s lacks %(what)s", number=number, what=MISSING.get(what, what))
    return {
        "lessons": _("The course needs at least one lesson"),
        "questions": _("The bank has fewer questions than the exam draws"),
    }.get(kind, _("The course lacks %(what)s%(language)s", what=MISSING.get(kind, kind), language=_language(rest)))


def _language(codes: list[str]) -> str:
    return f" ({LANGUAGES.get(codes[0], codes[0])})" if codes else ""


def _problems(error: ServiceError, typed: Mapping[str, Any] | None = None) -> Problems:
    if error.code == "course_incomplete":
        lacking = "; ".join(missing_words(place) for place in error.details.get("missing", ()))
        return {"": f"{explain(error)} {lacking}."}
    return refused_fields(error, (typed or {}).get("languages") or list(LANGUAGES))


def _form(values: dict[str, Any], problems: Problems) -> dict[str, Any]:
    return {"values": values, "problems": problems, "key": request.form.get("key") or uuid4().hex}


def _page(course_id: Any, problems: Problems, refused: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """The course; a form whose step was refused holds what was typed, the others what is so."""
    asked = ask("get_course", course_id=str(course_id))
    bank = ask("list_questions", course_id=str(course_id), is_active=True, limit=200)
    revisions = ask("list_course_revisions", course_id=str(course_id))
    rules = ask("list_enrollment_rules")
    found, past = asked.value(), revisions.box()
    rule = next((one for one in rules.box().items if one["course_id"] == str(course_id)), None)
    return {
        "found": found,
        "bank": bank.box(),
        "revisions": past,
        "rule": rule,
        "asked": refused.get("set_enrollment_rule", rule or {}),
        "terms": refused.get("set_exam", found["exam"] or {}),
        "names": names_of(one["published_by"] for one in past.items),
        "partner_roles": PARTNER_ROLES,
        "problems": problems,
    }
