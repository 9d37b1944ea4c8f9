"""Sitting an exam: one question a page in plain forms, each answer kept at once, a review, the result.

Every step is an address of its own and every save answers with a redirect, so that reload and back do no harm.
"""

from typing import Any, Final

from flask import Blueprint, Response, redirect, render_template, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from chassis.errors import ServiceError
from gateway.errors import explain
from gateway.pages.boxes import ask, tell
from gateway.pages.formats import NOTHING, in_my_language

blueprint = Blueprint("exams", __name__)
Answer = str | AnyResponse | tuple[str, int]
ATTEMPT: Final = "/learning/attempts/<uuid:attempt_id>"
TOO_LATE: Final = frozenset({"exam_time_over", "exam_closed"})
LISTED: Final = frozenset({"order", "match"})


@blueprint.after_request
def never_from_memory(response: Response) -> Response:
    """Going back shows what is saved, not what was."""
    response.headers["Cache-Control"] = "no-store"
    return response


@blueprint.get(ATTEMPT)
def attempt(attempt_id: Any) -> Answer:
    """The result where there is one; else the first question without an answer."""
    sitting = _sitting(attempt_id)
    if sitting["status"] != "running":
        return _result(sitting)
    if sitting["is_over"]:
        return render_template("portal/exam_over.html", sitting=sitting)
    open_ones = [question["position"] for question in sitting["questions"] if not question["is_complete"]]
    return redirect(f"{_at(sitting)}/questions/{open_ones[0]}" if open_ones else f"{_at(sitting)}/review", 303)


@blueprint.get(ATTEMPT + "/questions/<int:position>")
def question(attempt_id: Any, position: int) -> Answer:
    sitting = _sitting(attempt_id)
    return _question(sitting, position) if _is_open(sitting) else redirect(_at(sitting), 303)


@blueprint.post(ATTEMPT + "/questions/<int:position>")
def answer(attempt_id: Any, position: int) -> Answer:
    """Keep what is chosen, then go where the button leads; a script that only saves gets a short word back."""
    sitting = _sitting(attempt_id)
    asked = _asked(sitting, position)
    given = answer_in(asked)
    try:
        saved = tell("save_answer", exam_attempt_id=str(attempt_id), question_id=asked["question_id"], answer=given)
    except ServiceError as error:
        if error.code in TOO_LATE:
            return redirect(_at(sitting), 303)
        if error.kind != "invalid":
            raise
        return _question(sitting, position, _problem(asked, error), given), 422
    if request.headers.get("Prm-Saves"):
        return "", 204
    return redirect(_following(saved, position, request.form.get("go", "")), 303)


@blueprint.get(ATTEMPT + "/review")
def review(attempt_id: Any) -> Answer:
    sitting = _sitting(attempt_id)
    if not _is_open(sitting):
        return redirect(_at(sitting), 303)
    return render_template("portal/exam_review.html", sitting=sitting, at=_at(sitting))


@blueprint.post(ATTEMPT + "/submit")
def submit(attempt_id: Any) -> AnyResponse:
    sitting = tell("submit_exam_attempt", exam_attempt_id=str(attempt_id))
    return redirect(_at(sitting), 303)


def answer_in(asked: dict[str, Any]) -> list[str]:
    """The answer as the form of this kind of question sends it: one field a place or option, or all under one name."""
    if asked["kind"] in LISTED:
        given = [request.form.get(f"answer_{n}", "") for n in range(1, len(asked["options"]) + 1)]
        return given if any(given) else []
    return [part for part in request.form.getlist("answer") if part.strip()]


def _sitting(attempt_id: Any) -> dict[str, Any]:
    found: dict[str, Any] = ask("get_exam_attempt", exam_attempt_id=str(attempt_id)).value()
    return found


def _is_open(sitting: dict[str, Any]) -> bool:
    return bool(sitting["status"] == "running" and not sitting["is_over"])


def _at(sitting: dict[str, Any]) -> str:
    return f"/learning/attempts/{sitting['exam_attempt_id']}"


def _asked(sitting: dict[str, Any], position: int) -> dict[str, Any]:
    found = next((asked for asked in sitting["questions"] if asked["position"] == position), None)
    if found is None:
        raise ServiceError("not_found", "question_not_found", "", {})
    return found


def _following(sitting: dict[str, Any], position: int, go: str) -> str:
    last = sitting["questions_total"]
    if go == "previous" and position > 1:
        return f"{_at(sitting)}/questions/{position - 1}"
    if go == "review" or position >= last:
        return f"{_at(sitting)}/review"
    return f"{_at(sitting)}/questions/{position + 1}"


def _problem(asked: dict[str, Any], error: ServiceError) -> str:
    if error.code != "answer_unfitting":
        return explain(error)
    return {
        "order": _("Each item stands in one place only. Choose a different one for each place."),
        "match": _("Each match is used once only. Choose a different one for each item."),
        "number": _("Enter a number, for example 12.5"),
    }.get(asked["kind"], explain(error))


def _question(sitting: dict[str, Any], position: int, problem: str = "", given: list[str] | None = None) -> str:
    asked = _asked(sitting, position)
    return render_template(
        "portal/exam_question.html",
        sitting=sitting,
        asked=asked,
        given=given if given is not None else asked["answer"] or [],
        problem=problem,
        at=_at(sitting),
    )


def _result(sitting: dict[str, Any]) -> str:
    enrollment = ask("get_enrollment", enrollment_id=sitting["enrollment_id"]).value()
    lessons = {lesson["lesson_id"]: lesson for lesson in enrollment["lessons"]}
    wrong = [asked for asked in sitting["questions"] if not asked["is_right"]]
    return render_template(
        "portal/exam_result.html",
        sitting=sitting,
        enrollment=enrollment,
        said=said,
        lessons=lessons,
        study=[lessons[key] for key in dict.fromkeys(asked["lesson_id"] for asked in wrong) if key in lessons],
    )


def said(asked: dict[str, Any], ids: list[str] | None) -> str:
    """An answer in words: texts instead of ids, in the way of its kind."""
    if not ids:
        return NOTHING
    if asked["kind"] in {"number", "short"}:
        return ids[0]
    texts = {option["option_id"]: option["text"] for option in (*asked["options"], *asked["targets"])}
    words = [in_my_language(texts[found]) if found else NOTHING for found in ids]
    if asked["kind"] == "match":
        words = [f"{in_my_language(o['text'])} → {word}" for o, word in zip(asked["options"], words, strict=True)]
    return (" → " if asked["kind"] == "order" else "; ").join(words)
