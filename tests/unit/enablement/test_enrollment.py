"""An enrolment and its attempts: progress, rounds and pauses, completion; and the terms of an attempt."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.enablement import errors
from services.enablement.courses.model import (
    TRANSITIONS,
    Course,
    CourseStatus,
    CourseVerb,
    ExamTerms,
    Lesson,
    LessonKind,
)
from services.enablement.enrollments.model import AssignedBy, Enrollment, EnrollmentStatus
from services.enablement.exams.model import AttemptStatus, ExamAttempt
from services.enablement.people.model import Group

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
TWO = ExamTerms(attempts=2, cool_down_days=20)


def enrollment(lessons: int = 2, *, has_exam: bool = True) -> Enrollment:
    return Enrollment(
        enrollment_id=uuid4(),
        course_id=uuid4(),
        course_code="basics",
        revision_id=uuid4(),
        person_id=uuid4(),
        partner_id=uuid4(),
        assigned_by=AssignedBy.PERSON,
        created_at=NOW,
        lessons_total=lessons,
        has_exam=has_exam,
    )


def ready() -> Enrollment:
    made = enrollment(1)
    made.finish_lesson(NOW)
    return made


def attempt(questions: int, pass_mark: int = 80, minutes: int | None = None) -> ExamAttempt:
    return ExamAttempt(
        exam_attempt_id=uuid4(),
        enrollment_id=uuid4(),
        course_id=uuid4(),
        revision_id=uuid4(),
        person_id=uuid4(),
        partner_id=None,
        holder_name="Lucía Vega",
        number=1,
        questions_total=questions,
        pass_mark=pass_mark,
        started_at=NOW,
        ends_at=NOW + timedelta(minutes=minutes) if minutes else None,
    )


def test_progress_counts_the_exam_as_one_step() -> None:
    made = enrollment(3)
    made.finish_lesson(NOW)
    assert made.progress == 25


def test_lessons_alone_do_not_complete_a_course_with_an_exam() -> None:
    made = enrollment(1)
    assert made.finish_lesson(NOW) == []
    assert made.status is EnrollmentStatus.ACTIVE


def test_a_pass_completes_and_says_the_best_score() -> None:
    made = ready()
    made.end_attempt(TWO, NOW, score=40, passed=False)
    [fact] = made.end_attempt(TWO, NOW, score=90, passed=True)
    assert (fact.score, made.status) == (90, EnrollmentStatus.COMPLETED)


def test_the_last_attempt_of_a_round_begins_the_pause() -> None:
    made = ready()
    made.end_attempt(TWO, NOW, score=0, passed=False)
    assert (made.attempts_left(TWO, NOW), made.next_attempt_at) == (1, None)
    made.end_attempt(TWO, NOW, score=0, passed=False)
    assert made.attempts_left(TWO, NOW) == 0
    with pytest.raises(errors.CoolingDown):
        made.require_attempt(TWO, NOW + timedelta(days=19))
    made.require_attempt(TWO, NOW + timedelta(days=20))
    assert made.attempts_left(TWO, NOW + timedelta(days=20)) == 2


def test_no_attempt_after_a_pass_and_none_before_the_lessons() -> None:
    with pytest.raises(errors.LessonsUndone):
        enrollment(1).require_attempt(TWO, NOW)
    made = ready()
    made.end_attempt(TWO, NOW, score=100, passed=True)
    with pytest.raises(errors.ExamPassed):
        made.require_attempt(TWO, NOW)


@given(st.integers(1, 60), st.integers(1, 100), st.data())
def test_a_score_below_the_mark_never_passes_and_one_that_shows_it_always_does(
    questions: int, mark: int, data: st.DataObject
) -> None:
    right = data.draw(st.integers(0, questions))
    judged = attempt(questions, mark)
    passed = judged.judge(NOW, right)
    assert judged.score is not None
    assert passed == (100 * right >= mark * questions)
    assert (judged.score >= mark) == passed
    assert judged.status is (AttemptStatus.PASSED if passed else AttemptStatus.FAILED)


def test_an_attempt_is_judged_once() -> None:
    judged = attempt(1)
    judged.judge(NOW, 1)
    with pytest.raises(errors.ExamClosed):
        judged.judge(NOW, 0)


def test_what_was_on_its_way_when_the_time_ended_still_counts() -> None:
    running = attempt(1, minutes=10)
    running.require_open(NOW + timedelta(minutes=10, seconds=5))
    with pytest.raises(errors.ExamTimeOver):
        running.require_open(NOW + timedelta(minutes=10, seconds=6))
    assert running.seconds_left(NOW + timedelta(minutes=11)) == 0


def course(status: CourseStatus = CourseStatus.DRAFT) -> Course:
    made = Course(
        course_id=uuid4(),
        code="basics",
        languages=["en"],
        title={"en": "Basics"},
        summary={},
        roles=[],
        partner_types=[],
        created_at=NOW,
        changed_at=NOW,
        status=status,
    )
    made.add_lesson(NOW, Lesson(lesson_id="one", kind=LessonKind.TEXT, title={"en": "One"}, body={"en": "Words"}))
    return made


@pytest.mark.parametrize("status", CourseStatus)
@pytest.mark.parametrize("verb", CourseVerb)
def test_the_table_of_transitions_is_what_courses_do(status: CourseStatus, verb: CourseVerb) -> None:
    made = course(status)
    act = made.retire if verb is CourseVerb.RETIRE else lambda: made.publish(NOW, uuid4(), 0)
    if target := TRANSITIONS.get((status, verb)):
        act()
        assert made.status is target
    else:
        with pytest.raises(errors.IllegalTransition):
            act()


def test_lessons_are_moved_by_places_counted_from_one() -> None:
    made = course()
    for name in ("two", "three"):
        made.add_lesson(NOW, Lesson(lesson_id=name, kind=LessonKind.TEXT, title={"en": name}))
    made.move_lesson(NOW, "three", 1)
    assert [lesson.lesson_id for lesson in made.lessons] == ["three", "one", "two"]
    made.move_lesson(NOW, "three", 99)
    assert [lesson.lesson_id for lesson in made.lessons] == ["one", "two", "three"]


def test_an_address_belongs_to_links_alone() -> None:
    with pytest.raises(errors.LessonKindFixed):
        course().change_lesson(NOW, "one", url="https://northbeam.example")


def test_a_group_without_limits_includes_everybody() -> None:
    assert Group().includes(["partner_seller"], None)
    sellers = Group.of(["partner_seller"], ["reseller"])
    assert sellers.includes(["partner_seller"], "reseller")
    assert not sellers.includes(["partner_admin"], "reseller")
    assert not sellers.includes(["partner_seller"], None)
