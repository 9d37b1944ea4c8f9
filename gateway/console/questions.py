"""The question bank of a course: written in plain forms, taken out and back, and judged by its statistics."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Any, Final
from uuid import uuid4

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext

from chassis.errors import ServiceError
from gateway.console.blueprint import console
from gateway.console.course_fields import refused_fields, typed_texts
from gateway.console.courses import REFUSED, Page
from gateway.errors import status_of
from gateway.invoke import invoke
from gateway.pages.boxes import ask, channel, tell
from gateway.pages.forms import Problems, whole_number
from gateway.pages.words import QUESTION_KIND

SHOWN, ROWS, MOST = 4, 8, 20  # lines for options: open from the start, offered, and as many as a question may have
CHOOSING: Final = frozenset({"single", "multiple"})
LISTED: Final = CHOOSING | {"order", "match"}
FINDINGS: Final = {
    "too_hard": lazy_gettext("Almost nobody is right: is the answer key correct, is the lesson clear?"),
    "too_easy": lazy_gettext("Almost everybody is right: it tells little."),
    "does_not_separate": lazy_gettext("Whoever knows the rest is no better here: the words may mislead."),
}
INVALID: Final = {
    "single": lazy_gettext("Write at least two options and mark exactly one as right"),
    "multiple": lazy_gettext("Write at least two options and mark those that are right"),
    "order": lazy_gettext("Write at least two items, in the right order"),
    "match": lazy_gettext("Write at least two items, each with its match"),
    "number": lazy_gettext("Give the right number"),
    "short": lazy_gettext("Give at least one accepted text"),
}


@console.get("/courses/<uuid:course_id>/questions")
def questions(course_id: Any) -> str:
    asked = ask("get_course", course_id=str(course_id))
    bank = ask("list_questions", course_id=str(course_id), limit=100, cursor=request.args.get("cursor"))
    return render_template("console/questions.html", found=asked.value(), bank=bank.box())


@console.get("/courses/<uuid:course_id>/questions/new")
def new_question(course_id: Any) -> str:
    kind = request.args.get("kind", "single")
    return _form(course_id, None, {"kind": kind if kind in QUESTION_KIND else "single", "options": []}, {})


@console.post("/courses/<uuid:course_id>/questions/new")
def create_question(course_id: Any) -> Page:
    kind = request.form.get("kind", "")
    typed = _typed(course_id, kind)
    try:
        tell("create_question", request.form.get("key"), course_id=str(course_id), kind=kind, **typed)
    except ServiceError as error:
        return _again(course_id, None, {**typed, "kind": kind}, error)
    flash(_("The question is in the bank. It is drawn after you publish."), "ok")
    return redirect(url_for("console.questions", course_id=course_id), 303)


@console.get("/courses/<uuid:course_id>/questions/<uuid:question_id>")
def question(course_id: Any, question_id: Any) -> str:
    return _form(course_id, question_id, _question(course_id, question_id), {})


@console.post("/courses/<uuid:course_id>/questions/<uuid:question_id>")
def update_question(course_id: Any, question_id: Any) -> Page:
    before = _question(course_id, question_id)
    named = {"course_id": str(course_id), "question_id": str(question_id)}
    if (wanted := request.form.get("is_active")) in ("yes", "no"):
        tell("update_question", None, **named, is_active=wanted == "yes")
        return redirect(url_for("console.questions", course_id=course_id), 303)
    typed = _typed(course_id, before["kind"])
    try:
        changed = {**named, **typed, "version": whole_number(request.form.get("version")) or 0}
        invoke("update_question", command=changed, channel=channel())  # with what was emptied, too
    except ServiceError as error:
        return _again(course_id, question_id, {**before, **typed}, error)
    flash(_("Changed in the bank. Exams that run keep the old words."), "ok")
    return redirect(url_for("console.questions", course_id=course_id), 303)


@console.get("/courses/<uuid:course_id>/statistics")
def item_statistics(course_id: Any) -> str:
    asked = ask("get_course", course_id=str(course_id))
    told = ask("get_item_statistics", course_id=str(course_id))
    return render_template("console/item_statistics.html", found=asked.value(), told=told.box(), findings=FINDINGS)


def _question(course_id: Any, question_id: Any) -> dict[str, Any]:
    cursor = None
    while True:
        page = ask("list_questions", course_id=str(course_id), limit=200, cursor=cursor).value()
        for one in page["items"]:
            if one["question_id"] == str(question_id):
                found: dict[str, Any] = one
                return found
        if not (cursor := page["next_cursor"]):
            raise ServiceError("not_found", "question_not_found", "", {})


def _typed(course_id: Any, kind: str) -> dict[str, Any]:
    languages = _languages(course_id)
    lesson_id = request.form.get("lesson_id", "")
    typed: dict[str, Any] = {
        "prompt": typed_texts("prompt", languages),
        "explanation": typed_texts("explanation", languages),
        "lesson_id": lesson_id or None,
    }
    if kind in LISTED:
        return {**typed, "options": [row for n in range(1, MOST + 1) if (row := _row(n, kind, languages))]}
    lines = [line.strip() for line in request.form.get("accepted", "").splitlines() if line.strip()]
    if kind == "number":
        return {**typed, "accepted": lines[:1], "tolerance": _decimal(request.form.get("tolerance", ""))}
    return {**typed, "accepted": lines}


def _languages(course_id: Any) -> list[str]:
    found: list[str] = ask("get_course", course_id=str(course_id)).value()["languages"]
    return found


def _row(n: int, kind: str, languages: list[str]) -> dict[str, Any]:
    """One line of the form; an empty one is no option."""
    if not (text := typed_texts(f"option_{n}", languages)):
        return {}
    row: dict[str, Any] = {"text": text, "option_id": request.form.get(f"option_{n}_id") or None}
    if kind in CHOOSING:
        row["is_correct"] = str(n) in request.form.getlist("correct")
    if kind == "match":
        row["match"] = typed_texts(f"match_{n}", languages) or None
    return row


def _decimal(typed: str) -> str | None:
    try:
        return str(Decimal(typed.strip().replace(",", "."))) if typed.strip() else None
    except InvalidOperation:
        return typed


def _again(course_id: Any, question_id: Any, values: dict[str, Any], error: ServiceError) -> Page:
    if error.kind not in REFUSED:
        raise error
    languages = _languages(course_id)
    if error.code == "question_invalid":
        first = "accepted" if values["kind"] in ("number", "short") else f"option_1_{languages[0]}"
        return _form(course_id, question_id, values, {first: str(INVALID[values["kind"]])}), 422
    return _form(course_id, question_id, values, refused_fields(error, languages)), status_of(error)


def _form(course_id: Any, question_id: Any, values: dict[str, Any], problems: Problems) -> str:
    found = ask("get_course", course_id=str(course_id)).value()
    written = len(values.get("options") or ())
    return render_template(
        "console/question.html",
        found=found,
        question_id=question_id,
        values=values,
        rows=max(ROWS, written) if values["kind"] in LISTED else 0,
        shown=max(SHOWN, written),
        problems=problems,
        key=request.form.get("key") or uuid4().hex,
    )
