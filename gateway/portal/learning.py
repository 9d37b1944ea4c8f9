"""Learning: what I go on with, what is asked of me, what there is; a course with its lessons and its exam."""

from typing import Any

from flask import Blueprint, flash, g, redirect, render_template, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from chassis.errors import ServiceError
from gateway.errors import explain
from gateway.pages.boxes import ask, tell
from gateway.pages.forms import whole_number

blueprint = Blueprint("learning", __name__)
Answer = str | Response | tuple[str, int]


@blueprint.get("/learning")
def learning() -> str:
    asked = ask("get_learning")
    own = {"person_id": str(g.account.person_id), "status": ["active", "expiring"]}
    certificates = ask("list_certificates", **own, limit=3)
    return render_template("portal/learning.html", learning=asked.box(), certificates=certificates.box())


@blueprint.get("/learning/courses/<uuid:course_id>")
def course(course_id: Any) -> str:
    return page(str(course_id))


@blueprint.post("/learning/courses/<uuid:course_id>/begin")
def begin(course_id: Any) -> Response:
    """To the first lesson, or where the learner was."""
    enrollment = tell("enroll_in_course", request.form.get("key"), course_id=str(course_id))
    return redirect(address_of(enrollment), 303)


@blueprint.post("/learning/enrollments/<uuid:enrollment_id>/exam")
def begin_exam(enrollment_id: Any) -> Answer:
    """The number of the attempt stands in the form: sent twice, or after going back, it begins no other."""
    named = {"enrollment_id": str(enrollment_id)}
    try:
        attempt = tell("start_exam_attempt", **named, number=whole_number(request.form.get("number")))
    except ServiceError as error:
        if error.kind != "conflict":
            raise
        flash(explain(error), "warn")
        enrollment = ask("get_enrollment", **named).value()
        return redirect(f"/learning/courses/{enrollment['course_id']}#exam", 303)
    return redirect(f"/learning/attempts/{attempt['exam_attempt_id']}", 303)


def page(course_id: str) -> str:
    outline: dict[str, Any] = ask("get_course_outline", course_id=course_id).value()
    mine = outline["enrollment"]
    sat = ask("list_exam_attempts", enrollment_id=mine["enrollment_id"], limit=10).box() if mine else None
    return render_template(
        "portal/course.html",
        course=outline,
        mine=mine,
        lessons=mine["lessons"] if mine else outline["lessons"],
        attempts=[found for found in sat.items if found["status"] != "running"] if sat else [],
        go_on=address_of(mine) if mine else "",
    )


def address_of(enrollment: dict[str, Any]) -> str:
    """Where to go on: the exam that runs, the lesson last seen unless it is done, the next one that is not."""
    base = f"/learning/enrollments/{enrollment['enrollment_id']}/lessons"
    if enrollment["running_attempt_id"]:
        return f"/learning/attempts/{enrollment['running_attempt_id']}"
    undone = [lesson["lesson_id"] for lesson in enrollment["lessons"] if not lesson["done_at"]]
    last = enrollment["last_lesson_id"]
    if last in undone:
        return f"{base}/{last}"
    return f"{base}/{undone[0]}" if undone else f"/learning/courses/{enrollment['course_id']}"


def resume_address(enrollment: dict[str, Any]) -> str:
    """From a list, where the lessons are not known: one click to where the learner was."""
    if enrollment["running_attempt_id"]:
        return f"/learning/attempts/{enrollment['running_attempt_id']}"
    if enrollment["last_lesson_id"] and enrollment["lessons_done"] < enrollment["lessons_total"]:
        return f"/learning/enrollments/{enrollment['enrollment_id']}/lessons/{enrollment['last_lesson_id']}"
    return f"/learning/courses/{enrollment['course_id']}"


def completed(enrollment: dict[str, Any]) -> bool:
    """Say it once, on the page that follows the last step."""
    done: bool = enrollment["status"] == "completed"
    if done:
        flash(_("Course completed. Well done!"), "ok")
    return done
