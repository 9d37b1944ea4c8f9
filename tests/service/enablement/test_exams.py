"""Exams under bad conditions: reloads, second tabs, races, time, pauses; and what they tell afterwards."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import IntegrityError

from chassis.clock import FrozenClock
from chassis.context import Principal
from chassis.errors import ServiceError
from services.enablement.exams.jobs import close_exam_attempts
from tests.service.enablement.school import School, both, single

FIVE = [single(f"Question {number}") for number in range(5)]


def ready(
    school: School, questions: list[dict[str, Any]] | None = None, **exam: Any
) -> tuple[Principal, dict[str, Any]]:
    """A learner before the exam, all lessons done."""
    learner = school.somebody()
    course = school.published(lessons=1, questions=questions or FIVE, exam=exam)
    return learner, school.study(learner, school.enroll(learner, course))


def engine_of(school: School) -> Engine:
    return school.harness.sessions.engine


def refusal(school: School, method: str, by: Principal, **command: Any) -> ServiceError:
    with pytest.raises(ServiceError) as refused:
        school.do(method, by, **command)
    return refused.value


def test_a_passed_exam_completes_the_course(school: School) -> None:
    learner, enrollment = ready(school)
    result = school.hand_in(learner, school.answer(learner, school.sit(learner, enrollment)))
    assert (result["status"], result["score"]) == ("passed", 100)
    seen = school.do("get_enrollment", learner, enrollment_id=enrollment["enrollment_id"])
    assert (seen["status"], seen["progress"]) == ("completed", 100)
    assert school.facts(enrollment)[-1]["type"] == "course.completed.v1"
    assert school.facts(enrollment)[-1]["data"]["score"] == 100


def test_a_failed_exam_says_what_is_left(school: School, time: FrozenClock) -> None:
    learner, enrollment = ready(school, attempts=2, cool_down_days=20)
    school.hand_in(learner, school.sit(learner, enrollment))
    first = school.facts(enrollment)[-1]
    assert first["type"] == "exam.failed.v1"
    assert (first["data"]["attempts_left"], first["data"]["next_attempt_at"]) == (1, None)
    school.hand_in(learner, school.sit(learner, enrollment))
    second = school.facts(enrollment)[-1]["data"]
    assert second["attempts_left"] == 0
    assert second["next_attempt_at"].startswith("2026-03-22T09:00:00")


def test_after_the_last_attempt_comes_a_pause_and_then_another_round(school: School, time: FrozenClock) -> None:
    learner, enrollment = ready(school, attempts=1, cool_down_days=20)
    ids = {"enrollment_id": enrollment["enrollment_id"]}
    school.hand_in(learner, school.sit(learner, enrollment))
    time.advance(days=19)
    refused = refusal(school, "start_exam_attempt", learner, **ids)
    assert (refused.code, refused.details["next_attempt_at"][:10]) == ("exam_cooling_down", "2026-03-22")
    time.advance(days=1)
    assert school.sit(learner, enrollment)["number"] == 2


def test_a_second_tab_goes_on_with_the_same_attempt(school: School) -> None:
    learner, enrollment = ready(school)
    first = school.sit(learner, enrollment)
    asked = first["questions"][0]
    school.reply(learner, first, asked, [asked["options"][0]["option_id"]])
    second = school.sit(learner, enrollment)
    assert second["exam_attempt_id"] == first["exam_attempt_id"]
    assert second["questions"][0]["answer"] == [asked["options"][0]["option_id"]]
    assert [q["question_id"] for q in second["questions"]] == [q["question_id"] for q in first["questions"]]
    assert [q["options"] for q in second["questions"]] == [q["options"] for q in first["questions"]]


def test_many_presses_at_once_begin_one_attempt(school: School) -> None:
    learner, enrollment = ready(school)
    with ThreadPoolExecutor(8) as pool:
        begun = list(pool.map(lambda _: school.sit(learner, enrollment)["exam_attempt_id"], range(8)))
    assert len(set(begun)) == 1


def test_the_database_itself_refuses_a_second_running_attempt(school: School) -> None:
    learner, enrollment = ready(school)
    school.sit(learner, enrollment)
    copied = "INSERT INTO exam_attempts SELECT gen_random_uuid(), enrollment_id, course_id, revision_id, person_id,"
    copied += " partner_id, holder_name, {}, 'running', questions_total, pass_mark, started_at FROM exam_attempts"
    with pytest.raises(IntegrityError, match="ux_exam_attempts_running"), engine_of(school).begin() as connection:
        connection.execute(text(copied.format("number + 1")))
    with engine_of(school).begin() as connection:
        connection.execute(text("UPDATE exam_attempts SET status = 'failed', score = 0"))
    with pytest.raises(IntegrityError, match="uq_exam_attempts_enrollment_id"), engine_of(school).begin() as connection:
        connection.execute(text(copied.format("number")))


def test_a_press_that_was_meant_for_an_earlier_attempt_begins_no_other(school: School) -> None:
    """Back, and the form that began the exam sent once more: the result is shown."""
    learner, enrollment = ready(school, attempts=2)
    ids = {"enrollment_id": enrollment["enrollment_id"], "number": 1}
    begun = school.do("start_exam_attempt", learner, **ids)
    school.hand_in(learner, begun)
    again = school.do("start_exam_attempt", learner, **ids)
    assert (again["exam_attempt_id"], again["status"]) == (begun["exam_attempt_id"], "failed")


def test_handing_in_twice_counts_once(school: School) -> None:
    learner, enrollment = ready(school)
    attempt = school.sit(learner, enrollment)
    with ThreadPoolExecutor(4) as pool:
        results = list(pool.map(lambda _: school.hand_in(learner, attempt)["status"], range(4)))
    assert results == ["failed"] * 4
    assert school.harness.published().count("exam.failed.v1") == 1
    assert school.do("get_enrollment", learner, enrollment_id=enrollment["enrollment_id"])["attempts_used"] == 1


def test_an_answer_after_handing_in_is_refused(school: School) -> None:
    learner, enrollment = ready(school)
    attempt = school.sit(learner, enrollment)
    school.hand_in(learner, attempt)
    asked = attempt["questions"][0]
    ids = {"exam_attempt_id": attempt["exam_attempt_id"], "question_id": asked["question_id"]}
    refused = refusal(school, "save_answer", learner, answer=[asked["options"][0]["option_id"]], **ids)
    assert refused.code == "exam_closed"


def test_the_server_keeps_the_time(school: School, time: FrozenClock) -> None:
    learner, enrollment = ready(school, time_limit_minutes=10)
    attempt = school.sit(learner, enrollment)
    assert attempt["seconds_left"] == 600
    time.advance(minutes=10, seconds=6)
    asked = attempt["questions"][0]
    ids = {"exam_attempt_id": attempt["exam_attempt_id"], "question_id": asked["question_id"]}
    refused = refusal(school, "save_answer", learner, answer=[asked["options"][0]["option_id"]], **ids)
    assert refused.code == "exam_time_over"
    assert school.do("get_exam_attempt", learner, exam_attempt_id=attempt["exam_attempt_id"])["is_over"]


def test_what_was_saved_in_time_counts_though_nobody_handed_it_in(school: School, time: FrozenClock) -> None:
    learner, enrollment = ready(school, time_limit_minutes=10)
    attempt = school.answer(learner, school.sit(learner, enrollment))
    time.advance(minutes=9)
    assert school.harness.run_job(close_exam_attempts) == 0
    time.advance(hours=8)
    assert school.harness.run_job(close_exam_attempts) == 1
    result = school.do("get_exam_attempt", learner, exam_attempt_id=attempt["exam_attempt_id"])
    assert (result["status"], result["score"]) == ("passed", 100)
    assert school.facts(enrollment)[-1]["type"] == "course.completed.v1"


def test_beginning_after_the_time_shows_the_result_first(school: School, time: FrozenClock) -> None:
    learner, enrollment = ready(school, time_limit_minutes=10)
    attempt = school.sit(learner, enrollment)
    time.advance(minutes=11)
    shown = school.sit(learner, enrollment)
    assert (shown["exam_attempt_id"], shown["status"]) == (attempt["exam_attempt_id"], "failed")
    assert school.sit(learner, enrollment)["number"] == 2


def test_no_right_answer_is_told_before_a_pass(school: School) -> None:
    lesson_free = single("Why?", explanation=both("Because it was approved."))
    learner, enrollment = ready(school, [lesson_free], attempts=3)
    attempt = school.sit(learner, enrollment)
    running = attempt["questions"][0]
    assert (running["correct"], running["explanation"], running["is_right"]) == (None, {}, None)
    assert set(running["options"][0]) == {"option_id", "text"}
    failed = school.hand_in(learner, school.answer(learner, attempt, rightly=False))["questions"][0]
    assert (failed["correct"], failed["is_right"]) == (None, False)
    assert failed["explanation"] == both("Because it was approved.")
    passed = school.hand_in(learner, school.answer(learner, school.sit(learner, enrollment)))["questions"][0]
    assert passed["correct"] == passed["answer"]


SIX_KINDS: list[tuple[dict[str, Any], list[str]]] = [
    (single("One"), ["An approved deal"]),
    ({**single("Some"), "kind": "multiple"}, ["An approved deal"]),
    ({"kind": "order", "options": [{"text": both(text)} for text in ("first", "second", "third")]}, []),
    ({"kind": "match", "options": [{"text": both(text), "match": both(text * 2)} for text in ("a", "b")]}, []),
    ({"kind": "number", "accepted": ["1250"], "tolerance": "0.5"}, ["1,250"]),
    ({"kind": "short", "accepted": ["Registro"]}, ["  régistro"]),
]
IN_WORDS = {"order": ["first", "second", "third"], "match": ["aa", "bb"]}


def answers_in_words(asked: dict[str, Any], words: list[str]) -> list[str]:
    """Ids where there is something to choose from; else the text itself."""
    ids = {option["text"]["en"]: option["option_id"] for option in (*asked["options"], *asked["targets"])}
    return [ids[word] for word in IN_WORDS.get(asked["kind"], words)] if ids else words


def test_an_exam_of_all_six_kinds_is_passed_by_what_its_author_meant(school: School) -> None:
    written = [{"prompt": both(question["kind"]), **question} for question, _ in SIX_KINDS]
    given = {question["kind"]: words for question, words in SIX_KINDS}
    learner, enrollment = ready(school, written, pass_mark=100)
    attempt = school.sit(learner, enrollment)
    for asked in attempt["questions"]:
        attempt = school.reply(learner, attempt, asked, answers_in_words(asked, given[asked["kind"]]))
    assert attempt["answered_total"] == 6
    result = school.hand_in(learner, attempt)
    assert (result["status"], [asked["kind"] for asked in result["questions"] if not asked["is_right"]]) == (
        "passed",
        [],
    )


def test_an_exam_draws_as_many_as_it_says_and_no_question_twice(school: School) -> None:
    learner, enrollment = ready(school, draw=3)
    drawn = [question["question_id"] for question in school.sit(learner, enrollment)["questions"]]
    assert len(set(drawn)) == len(drawn) == 3


def test_attempts_do_not_all_draw_the_same(school: School) -> None:
    learner, enrollment = ready(school, [single(f"Question {n}") for n in range(20)], draw=3, attempts=20)
    seen = set()
    for _ in range(6):
        attempt = school.sit(learner, enrollment)
        seen.add(tuple(question["question_id"] for question in attempt["questions"]))
        school.hand_in(learner, attempt)
    assert len(seen) > 1


def test_the_exam_opens_when_the_lessons_are_done(school: School) -> None:
    learner = school.somebody()
    enrollment = school.enroll(learner, school.published(lessons=2, questions=FIVE))
    refused = refusal(school, "start_exam_attempt", learner, enrollment_id=enrollment["enrollment_id"])
    assert (refused.code, refused.details["left"]) == ("lessons_undone", 2)


def test_an_answer_that_does_not_fit_is_refused(school: School) -> None:
    learner, enrollment = ready(school)
    attempt = school.sit(learner, enrollment)
    asked = attempt["questions"][0]
    for answer in (["nonsense"], [option["option_id"] for option in asked["options"]]):
        ids = {"exam_attempt_id": attempt["exam_attempt_id"], "question_id": asked["question_id"]}
        assert refusal(school, "save_answer", learner, answer=answer, **ids).code == "answer_unfitting"


def test_somebody_else_s_attempt_looks_like_none(school: School) -> None:
    learner, enrollment = ready(school)
    attempt = school.sit(learner, enrollment)
    asked, other = attempt["questions"][0], school.somebody()
    ids = {"exam_attempt_id": attempt["exam_attempt_id"]}
    answer = {"question_id": asked["question_id"], "answer": [asked["options"][0]["option_id"]]}
    for method, more in (("get_exam_attempt", {}), ("submit_exam_attempt", {}), ("save_answer", answer)):
        assert refusal(school, method, other, **ids, **more).code == "exam_attempt_not_found"


def test_an_exam_that_runs_keeps_its_questions_when_the_bank_changes(school: School) -> None:
    learner, enrollment = ready(school, [single("The old words")])
    attempt = school.sit(learner, enrollment)
    ids = {"course_id": attempt["course_id"], "question_id": attempt["questions"][0]["question_id"]}
    school.do("update_question", **ids, prompt=both("New words"))
    school.do("publish_course", course_id=attempt["course_id"])
    seen = school.do("get_exam_attempt", learner, exam_attempt_id=attempt["exam_attempt_id"])
    assert seen["questions"][0]["prompt"] == both("The old words")


def test_statistics_tell_a_good_question_from_a_bad_one(school: School) -> None:
    """Twelve learners: the strong six are right in four questions, and the question `upside down` goes against them."""
    questions = [*(single(f"Good {n}") for n in range(3)), single("Upside down")]
    course = school.published(lessons=1, questions=questions, exam={"pass_mark": 50})
    for number in range(12):
        learner = school.somebody()
        attempt = school.sit(learner, school.study(learner, school.enroll(learner, course)))
        strong = number < 6
        for asked in attempt["questions"]:
            upside_down = asked["prompt"]["en"] == "Upside down"
            one = {**attempt, "questions": [asked]}
            school.answer(learner, one, rightly=strong != upside_down)
        school.hand_in(learner, attempt)
    told = school.do("get_item_statistics", course_id=course["course_id"])
    assert (told["attempts"], told["passed"]) == (12, 6)
    items = {item["prompt"]["en"]: item for item in told["items"]}
    assert items["Good 0"]["difficulty"] == 0.5
    assert items["Good 0"]["discrimination"] > 0.5
    assert items["Good 0"]["findings"] == []
    assert items["Upside down"]["findings"] == ["does_not_separate"]
    chosen = {choice["text"]["en"]: choice["times"] for choice in items["Good 0"]["choices"]}
    assert chosen["An approved deal"] == 6
    assert sum(chosen.values()) == 12
