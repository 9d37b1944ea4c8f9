"""Lessons of a draft: written in every language of the course, put in order, given files, seen as learners will."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from chassis.errors import ServiceError
from gateway import files
from gateway.console.blueprint import console
from gateway.console.course_fields import refused_fields, typed_number, typed_texts
from gateway.console.courses import REFUSED, Page, change
from gateway.errors import explain, status_of
from gateway.pages.boxes import ask, tell
from gateway.pages.forms import Problems, whole_number
from gateway.pages.shell import LANGUAGES
from gateway.pages.words import LESSON_KIND
from gateway.uploads.page_forms import refused_files, takes_files


@console.get("/courses/<uuid:course_id>/lessons/new")
def new_lesson(course_id: Any) -> str:
    kind = request.args.get("kind", "text")
    found = _course(course_id)
    return _form(found, None, {"kind": kind if kind in LESSON_KIND else "text", "minutes": 5}, {})


@console.post("/courses/<uuid:course_id>/lessons/new")
def add_lesson(course_id: Any) -> Page:
    found = _course(course_id)
    kind = request.form.get("kind", "")
    typed = _typed(found, kind)
    try:
        saved = tell("add_lesson", request.form.get("key"), course_id=str(course_id), kind=kind, **typed)
    except ServiceError as error:
        return _again(found, None, {**typed, "kind": kind}, error)
    if kind in ("file", "video"):
        lesson_id = saved["lessons"][-1]["lesson_id"]
        return redirect(url_for("console.lesson", course_id=course_id, lesson_id=lesson_id) + "#file", 303)
    flash(_("The lesson is in the draft."), "ok")
    return redirect(url_for("console.course", course_id=course_id), 303)


@console.get("/courses/<uuid:course_id>/lessons/<uuid:lesson_id>")
def lesson(course_id: Any, lesson_id: Any) -> str:
    found = _course(course_id)
    one = _lesson(found, lesson_id)
    return _form(found, one, one, {})


@console.post("/courses/<uuid:course_id>/lessons/<uuid:lesson_id>")
def update_lesson(course_id: Any, lesson_id: Any) -> Page:
    found = _course(course_id)
    one = _lesson(found, lesson_id)
    typed = _typed(found, one["kind"])
    try:
        tell("update_lesson", None, course_id=str(course_id), lesson_id=str(lesson_id), **typed)
    except ServiceError as error:
        return _again(found, one, {**one, **typed}, error)
    flash(_("Saved in the draft. Learners see it when you publish."), "ok")
    return redirect(url_for("console.course", course_id=course_id), 303)


@console.post("/courses/<uuid:course_id>/lessons/<uuid:lesson_id>/file")
@takes_files("enablement")
def attach_lesson_file(course_id: Any, lesson_id: Any) -> Page:
    found = _course(course_id)
    one = _lesson(found, lesson_id)
    upload_id, language = request.form.get("upload_id"), request.form.get("captions_language", "")
    if refusals := refused_files():
        return _form(found, one, one, refusals), 422
    if not upload_id:
        return _form(found, one, one, {"upload_id": _("Choose a file first")}), 422
    named = {"course_id": str(course_id), "lesson_id": str(lesson_id), "upload_id": upload_id}
    try:
        tell("attach_lesson_file", None, **named, captions_language=language if language in LANGUAGES else None)
    except ServiceError as error:
        if error.kind not in REFUSED:
            raise
        return _form(found, one, one, {"upload_id": explain(error)}), status_of(error)
    flash(_("The file is in the draft."), "ok")
    return redirect(url_for("console.lesson", course_id=course_id, lesson_id=lesson_id), 303)


@console.get("/courses/<uuid:course_id>/lessons/<uuid:lesson_id>/file")
def draft_file(course_id: Any, lesson_id: Any) -> Response:
    named = {"course_id": str(course_id), "lesson_id": str(lesson_id)}
    found = ask("get_draft_file", **named, captions_language=request.args.get("captions_language")).value()
    return files.stream(found["blob_key"], found["filename"], found["media_type"], "inline")


@console.get("/courses/<uuid:course_id>/lessons/<uuid:lesson_id>/preview")
def preview_lesson(course_id: Any, lesson_id: Any) -> str:
    found = _course(course_id)
    return render_template("console/lesson_preview.html", found=found, one=_lesson(found, lesson_id))


@console.post("/courses/<uuid:course_id>/lessons/<uuid:lesson_id>/move")
def move_lesson(course_id: Any, lesson_id: Any) -> Page:
    position = whole_number(request.form.get("position")) or 1
    said = _("The order is changed in the draft.")
    return change(course_id, "move_lesson", said, lesson_id=str(lesson_id), position=position)


@console.post("/courses/<uuid:course_id>/lessons/<uuid:lesson_id>/remove")
def remove_lesson(course_id: Any, lesson_id: Any) -> Page:
    said = _("The lesson is out of the draft. Editions that were published keep it.")
    return change(course_id, "remove_lesson", said, lesson_id=str(lesson_id))


def _course(course_id: Any) -> dict[str, Any]:
    found: dict[str, Any] = ask("get_course", course_id=str(course_id)).value()
    return found


def _lesson(found: dict[str, Any], lesson_id: Any) -> dict[str, Any]:
    one: dict[str, Any] | None = next((o for o in found["lessons"] if o["lesson_id"] == str(lesson_id)), None)
    if one is None:
        raise ServiceError("not_found", "lesson_not_found", "", {})
    return one


def _typed(found: dict[str, Any], kind: str) -> dict[str, Any]:
    typed = {
        "title": typed_texts("title", found["languages"]),
        "body": typed_texts("body", found["languages"]),
        "minutes": typed_number("minutes"),
    }
    return {**typed, "url": request.form.get("url", "").strip() or None} if kind == "link" else typed


def _again(found: dict[str, Any], one: dict[str, Any] | None, values: dict[str, Any], error: ServiceError) -> Page:
    if error.kind not in REFUSED:
        raise error
    return _form(found, one, values, refused_fields(error, found["languages"])), status_of(error)


def _form(found: dict[str, Any], one: dict[str, Any] | None, values: dict[str, Any], problems: Problems) -> str:
    return render_template("console/lesson.html", found=found, one=one, values=values, problems=problems)
