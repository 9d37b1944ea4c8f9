"""A lesson: read, watched, done; its files come through here, and the place is kept for every device."""

from typing import Any, Final

from flask import Blueprint, Response, redirect, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from gateway import files
from gateway.pages.boxes import ask, tell
from gateway.pages.forms import whole_number
from gateway.pages.shell import LANGUAGES
from gateway.portal.learning import address_of, completed

blueprint = Blueprint("lessons", __name__)
LESSON: Final = "/learning/enrollments/<uuid:enrollment_id>/lessons/<uuid:lesson_id>"


@blueprint.get(LESSON)
def lesson(enrollment_id: Any, lesson_id: Any) -> str:
    """Opening a lesson makes it the place to go on, on whatever device comes next."""
    named = {"enrollment_id": str(enrollment_id), "lesson_id": str(lesson_id)}
    asked, seen = ask("get_lesson", **named), ask("record_progress", **named)
    shown = asked.value()
    seen.box()
    return render_template("portal/lesson.html", lesson=shown, captions=_captions(shown))


@blueprint.post(LESSON + "/done")
def done(enrollment_id: Any, lesson_id: Any) -> AnyResponse:
    """Done, and on to the next step: another lesson, the exam, or the end."""
    enrollment = tell("record_progress", enrollment_id=str(enrollment_id), lesson_id=str(lesson_id), is_done=True)
    following = request.form.get("next", "")
    if completed(enrollment) or not following:
        return redirect(f"/learning/courses/{enrollment['course_id']}", 303)
    known = {found["lesson_id"] for found in enrollment["lessons"]}
    return redirect(f"{_base(enrollment_id)}/{following}" if following in known else address_of(enrollment), 303)


@blueprint.post(LESSON + "/position")
def position(enrollment_id: Any, lesson_id: Any) -> tuple[str, int]:
    """Where a video was left; sent by the player now and then."""
    second = whole_number(request.form.get("second"))
    if second is not None:
        named = {"enrollment_id": str(enrollment_id), "lesson_id": str(lesson_id)}
        tell("record_progress", **named, position=min(second, 1_000_000))
    return "", 204


@blueprint.get(LESSON + "/file")
def file(enrollment_id: Any, lesson_id: Any) -> Response:
    return _streamed(enrollment_id, lesson_id, None)


@blueprint.get(LESSON + "/captions/<language>")
def captions(enrollment_id: Any, lesson_id: Any, language: str) -> Response:
    return _streamed(enrollment_id, lesson_id, language)


def _streamed(enrollment_id: Any, lesson_id: Any, captions_language: str | None) -> Response:
    named = {"enrollment_id": str(enrollment_id), "lesson_id": str(lesson_id)}
    found = ask("get_lesson_file", **named, captions_language=captions_language).value()
    return files.stream(found["blob_key"], found["filename"], found["media_type"], "inline")


def _captions(shown: dict[str, Any]) -> list[tuple[str, str]]:
    return [(code, LANGUAGES.get(code, code)) for code in shown["captions"]]


def _base(enrollment_id: Any) -> str:
    return f"/learning/enrollments/{enrollment_id}/lessons"
