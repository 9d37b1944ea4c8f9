"""What people learn in the demo: courses in two languages, rules, and a history of exams that were failed and passed.

Told through the public API like everything else; whoever answers knows the bank, because it is written here.
"""

import json
import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from deploy.demo.client import Api
from deploy.demo.telling import Step
from deploy.demo.trade import Trade

COURSES: Final[list[dict[str, Any]]] = json.loads((Path(__file__).parent / "courses.json").read_text("utf-8"))
_SEED: Final = 60_317
_SKIPPED: Final = 0.62
_COURSE_DAYS: Final = 14
_FIRST_LEARNERS: Final = 360  # days ago: after the certifications that the courses lead to are defined


@dataclass(frozen=True)
class Study:
    """Somebody takes a course: when, how often they fail first, and whether they get to the end."""

    who: str
    course: str
    days_ago: float
    fails: int
    finishes: bool


# Whom visitors sign in as first holds a certificate that lapses next month, and has begun the next course.
_VISITOR: Final = "partner_a"
_OF_THE_VISITOR: Final = (
    Study(_VISITOR, "welcome", 340, fails=0, finishes=True),
    Study(_VISITOR, "sales", 338, fails=0, finishes=True),
    Study(_VISITOR, "security", 12, fails=0, finishes=False),
)


def courses(trade: Trade) -> Iterator[Step]:
    """Each course is written and published in one go; `trade.made["course:<key>"]` holds its id from then on."""
    for told in COURSES:
        yield trade.step(told["published"], f"course {told['key']}", _publish, trade, told)


def studies(trade: Trade, learners: dict[str, float]) -> Iterator[Step]:
    """`learners`: who can sign in, and how many days ago they joined."""
    for study in _planned(learners):
        last = trade.step(study.days_ago, f"{study.who} takes {study.course}", _take, trade, study)
        yield last
        if _exam_of(study.course) and study.finishes:
            for again in range(1, study.fails + 1):
                act = (_sit, trade, study, again)
                last = trade.step(study.days_ago - _COURSE_DAYS * again, f"{study.who} tries again", *act, after=last)
                yield last


def _planned(learners: dict[str, float]) -> Iterable[Study]:
    yield from _OF_THE_VISITOR
    chance = random.Random(_SEED)  # noqa: S311 - a story, not a secret.
    for who, joined in sorted(learners.items()):
        if who == _VISITOR:
            continue
        day = min(joined - 3, _FIRST_LEARNERS)
        for told in COURSES:
            if day < 1 or chance.random() < _SKIPPED:
                continue
            when = _on_a_course_day(chance.uniform(max(1.0, day - 330), day))
            fails = 1 if chance.random() < 0.35 else 0
            yield Study(who, told["key"], when, fails, finishes=chance.random() < 0.85)


def _on_a_course_day(days_ago: float) -> float:
    """People learn on the same days: what happens side by side is told sooner."""
    return max(1.0, days_ago // _COURSE_DAYS * _COURSE_DAYS)


def _publish(trade: Trade, told: dict[str, Any]) -> None:
    staff, key = trade.as_("staff"), told["key"]
    form = {name: told[name] for name in ("code", "title", "summary")}
    made = staff.post("/v1/courses", form, key=trade.key("course", key))
    at, lessons = f"/v1/courses/{made['course_id']}", []
    for number, lesson in enumerate(told["lessons"]):
        made = staff.post(f"{at}/lessons", lesson, key=trade.key("lesson", key, number))
        lessons.append(made["lessons"][number]["lesson_id"])
    if questions := told.get("questions"):
        bank = [
            {**_without(question, "lesson"), "lesson_id": lessons[question["lesson"] - 1]} for question in questions
        ]
        staff.post(f"{at}/question-imports", {"questions": bank}, key=trade.key("bank", key))
        staff.put(f"{at}/exam", told["exam"])
    staff.post(f"{at}/publish", {}, key=trade.key("publish", key))
    if rule := told.get("rule"):
        staff.put(f"{at}/enrollment-rule", rule)
    trade.made[f"course:{key}"] = made["course_id"]


def _take(trade: Trade, study: Study) -> None:
    """Begin, do the lessons and sit the exam; whoever does not finish stops after the first lesson."""
    api = trade.as_(study.who)
    course_id = trade.made[f"course:{study.course}"]
    enrollment = api.post("/v1/enrollments", {"course_id": course_id}, key=trade.key("enroll", study.who, study.course))
    lessons = enrollment["lessons"] if study.finishes else enrollment["lessons"][:1]
    for lesson in lessons:
        at = f"/v1/enrollments/{enrollment['enrollment_id']}/lessons/{lesson['lesson_id']}/progress"
        api.post(at, {"is_done": True}, key=trade.key("lesson", study.who, lesson["lesson_id"]))
    trade.made[f"enrollment:{study.who}:{study.course}"] = enrollment["enrollment_id"]
    if study.finishes and _exam_of(study.course):
        _sit(trade, study, 0)


def _sit(trade: Trade, study: Study, number: int) -> None:
    """One attempt: the failed ones get about half of the questions right."""
    api = trade.as_(study.who)
    enrollment_id = trade.made[f"enrollment:{study.who}:{study.course}"]
    attempt = api.post(f"/v1/enrollments/{enrollment_id}/exam-attempts", {"number": number + 1})
    if attempt["status"] != "running":
        return
    known = {question["prompt"]["en"]: question for question in _course(study.course)["questions"]}
    for place, asked in enumerate(attempt["questions"]):
        rightly = number == study.fails or place % 2 == 0
        _answer(api, attempt, asked, answer_to(asked, known[asked["prompt"]["en"]], rightly=rightly))
    api.post(f"/v1/exam-attempts/{attempt['exam_attempt_id']}/submit", {})


def _answer(api: Api, attempt: dict[str, Any], asked: dict[str, Any], answer: list[str]) -> None:
    at = f"/v1/exam-attempts/{attempt['exam_attempt_id']}/answers/{asked['question_id']}"
    api.put(at, {"answer": answer})


def answer_to(asked: dict[str, Any], told: dict[str, Any], *, rightly: bool) -> list[str]:
    """The right answer by the texts of the bank, or one that is certainly wrong."""
    if told["kind"] in {"number", "short"}:
        return [told["accepted"][0] if rightly else "0"]
    ids = {option["text"]["en"]: option["option_id"] for option in asked["options"]}
    targets = {target["text"]["en"]: target["option_id"] for target in asked["targets"]}
    if told["kind"] == "match":
        right = {option["text"]["en"]: option["match"]["en"] for option in told["options"]}
        answer = [targets[right[option["text"]["en"]]] for option in asked["options"]]
    elif told["kind"] == "order":
        answer = [ids[option["text"]["en"]] for option in told["options"]]
    else:
        wanted = [option for option in told["options"] if option["is_correct"] == rightly]
        return [ids[option["text"]["en"]] for option in (wanted if told["kind"] == "multiple" else wanted[:1])]
    return answer if rightly else answer[::-1]


def _course(key: str) -> dict[str, Any]:
    return next(told for told in COURSES if told["key"] == key)


def _exam_of(key: str) -> dict[str, Any] | None:
    exam: dict[str, Any] | None = _course(key).get("exam")
    return exam


def _without(values: dict[str, Any], name: str) -> dict[str, Any]:
    return {key: value for key, value in values.items() if key != name}
