"""Courses from the draft to the completion: revisions, enrolment by choice and by rule, progress."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from chassis.clock import FrozenClock
from chassis.errors import ServiceError
from services.enablement.enrollments.jobs import apply_enrollment_rules
from tests.service.enablement.school import MANAGER, School, both, single


def code(refused: pytest.ExceptionInfo[ServiceError]) -> str:
    return refused.value.code


def test_a_course_is_completed_by_its_lessons_where_there_is_no_exam(school: School) -> None:
    learner = school.somebody()
    enrollment = school.study(learner, school.enroll(learner, school.published(lessons=2)))
    assert (enrollment["status"], enrollment["progress"]) == ("completed", 100)
    assert [fact["type"] for fact in school.facts(enrollment)] == ["enrollment.created.v1", "course.completed.v1"]
    assert {fact["partnerid"] for fact in school.facts(enrollment)} == {enrollment["partner_id"]}


def test_what_is_said_twice_counts_once(school: School) -> None:
    learner = school.somebody()
    enrollment = school.study(learner, school.enroll(learner, school.published(lessons=2)))
    again = school.study(learner, enrollment)
    assert again["lessons_done"] == 2
    assert len(school.facts(enrollment)) == 2


def test_learners_finish_the_revision_they_began(school: School) -> None:
    early, late = school.somebody(), school.somebody()
    course = school.published(lessons=1)
    begun = school.enroll(early, course)
    school.lesson(course["course_id"], title=both("Something new"))
    school.do("publish_course", course_id=course["course_id"])
    assert len(school.enroll(early, course)["lessons"]) == 1
    assert len(school.enroll(late, course)["lessons"]) == 2
    assert school.study(early, begun)["status"] == "completed"


def test_a_draft_that_lacks_something_says_what(school: School) -> None:
    course_id = school.draft()["course_id"]
    school.do("add_lesson", course_id=course_id, kind="text", title={"en": "Only English"}, body={"en": "Words"})
    school.do("add_lesson", course_id=course_id, kind="video", title=both("A video"))
    school.do("set_exam", course_id=course_id, draw=3)
    with pytest.raises(ServiceError) as refused:
        school.do("publish_course", course_id=course_id)
    assert refused.value.details["missing"] == [
        "lessons.1.title.es",
        "lessons.1.body.es",
        "lessons.2.file",
        "questions",
    ]


def test_a_draft_is_nobody_s_to_begin(school: School) -> None:
    with pytest.raises(ServiceError) as refused:
        school.enroll(school.somebody(), school.draft())
    assert code(refused) == "course_not_found"


def test_two_presses_at_once_enrol_once(school: School) -> None:
    learner, course = school.somebody(), school.published()
    with ThreadPoolExecutor(8) as pool:
        begun = list(pool.map(lambda _: school.enroll(learner, course)["enrollment_id"], range(8)))
    assert len(set(begun)) == 1
    assert school.harness.published().count("enrollment.created.v1") == 1


def test_a_course_for_others_looks_like_none(school: School) -> None:
    course = school.published(partner_types=["distributor"])
    outsider = school.somebody("reseller")
    with pytest.raises(ServiceError) as refused:
        school.enroll(outsider, course)
    assert code(refused) == "course_not_found"
    assert school.do("get_learning", outsider)["catalogue"] == []
    assert len(school.do("get_learning", school.somebody("distributor"))["catalogue"]) == 1


def test_a_retired_course_is_finished_but_not_begun(school: School) -> None:
    early, course = school.somebody(), school.published(lessons=1)
    begun = school.enroll(early, course)
    school.do("retire_course", course_id=course["course_id"])
    with pytest.raises(ServiceError) as refused:
        school.enroll(school.somebody(), course)
    assert code(refused) == "course_retired"
    assert school.study(early, begun)["status"] == "completed"


def test_a_lesson_is_resumed_where_it_was_left(school: School) -> None:
    learner = school.somebody()
    enrollment = school.enroll(learner, school.published(lessons=3))
    second = enrollment["lessons"][1]["lesson_id"]
    ids = {"enrollment_id": enrollment["enrollment_id"], "lesson_id": second}
    school.do("record_progress", learner, position=95, **ids)
    seen = school.do("get_learning", learner)["continuing"][0]
    assert seen["last_lesson_id"] == second
    assert school.do("get_lesson", learner, **ids)["position"] == 95


def test_a_rule_enrols_whoever_is_here_and_whoever_comes(school: School, time: FrozenClock) -> None:
    here = school.somebody("reseller")
    course = school.published(lessons=1)
    rule = {"roles": ["partner_seller"], "partner_types": ["reseller"], "due_days": 30}
    school.do("set_enrollment_rule", course_id=course["course_id"], **rule)
    assert school.harness.run_job(apply_enrollment_rules) == 1
    comes, stranger = school.somebody("reseller"), school.somebody("distributor")
    for learner in (here, comes):
        required = school.do("get_learning", learner)["required"]
        assert [(e["assigned_by"], e["due_on"]) for e in required] == [("rule", "2026-04-01")]
    assert school.do("get_learning", stranger)["required"] == []
    assert school.harness.run_job(apply_enrollment_rules) == 0


def test_a_rule_waits_for_the_course_to_be_published(school: School) -> None:
    learner = school.somebody()
    course_id = school.draft()["course_id"]
    school.do("set_enrollment_rule", course_id=course_id)
    assert school.harness.run_job(apply_enrollment_rules) == 0
    school.lesson(course_id)
    school.do("publish_course", course_id=course_id)
    assert school.harness.run_job(apply_enrollment_rules) == 1
    assert len(school.do("get_learning", learner)["required"]) == 1


def test_who_came_while_a_course_was_retired_is_enrolled_when_it_is_published_again(school: School) -> None:
    course = school.published()
    school.do("set_enrollment_rule", course_id=course["course_id"])
    school.harness.run_job(apply_enrollment_rules)
    school.do("retire_course", course_id=course["course_id"])
    school.harness.run_job(apply_enrollment_rules)
    newcomer = school.somebody()
    school.do("publish_course", course_id=course["course_id"])
    school.harness.run_job(apply_enrollment_rules)
    taken = school.do("list_enrollments", newcomer)["items"]
    assert [(one["course_id"], one["assigned_by"]) for one in taken] == [(course["course_id"], "rule")]


def test_a_changed_role_meets_the_rules_of_the_new_one(school: School) -> None:
    course = school.published(lessons=1)
    school.do("set_enrollment_rule", course_id=course["course_id"], roles=["partner_admin"])
    school.harness.run_job(apply_enrollment_rules)
    learner = school.somebody()
    assert school.do("get_learning", learner)["required"] == []
    school.hear(learner.claims["person_id"], learner.claims["partner_id"], "updated", "partner_admin")
    assert len(school.do("get_learning", learner)["required"]) == 1


def test_whoever_left_is_enrolled_in_nothing_more(school: School) -> None:
    learner = school.somebody()
    school.hear(learner.claims["person_id"], learner.claims["partner_id"], "left")
    course = school.published(lessons=1)
    school.do("set_enrollment_rule", course_id=course["course_id"])
    assert school.harness.run_job(apply_enrollment_rules) == 0


def test_somebody_else_s_enrolment_looks_like_none(school: School) -> None:
    learner, other = school.somebody(), school.somebody()
    enrollment = school.enroll(learner, school.published())
    ids = {"enrollment_id": enrollment["enrollment_id"]}
    lesson = {**ids, "lesson_id": enrollment["lessons"][0]["lesson_id"]}
    for method, command in (("get_enrollment", ids), ("get_lesson", lesson), ("record_progress", lesson)):
        with pytest.raises(ServiceError) as refused:
            school.do(method, other, **command)
        assert code(refused) == "enrollment_not_found"
    assert school.do("list_enrollments", other)["items"] == []


def test_staff_follow_learners_by_partner(school: School, time: FrozenClock) -> None:
    partner_id = school.partner()
    done, late = school.person(partner_id), school.person(partner_id)
    course = school.published(lessons=1)
    school.study(done, school.enroll(done, course))
    enrollment = school.enroll(late, course)
    school.do("extend_enrollment", enrollment_id=enrollment["enrollment_id"], due_on="2026-03-05")
    time.advance(days=7)
    [row] = school.do("list_partner_progress")["items"]
    assert (row["learners"], row["active"], row["completed"], row["overdue"]) == (2, 1, 1, 1)
    overdue = school.do("list_enrollments", is_overdue=True, partner_id=partner_id)["items"]
    assert [found["person_id"] for found in overdue] == [late.claims["person_id"]]


def test_only_staff_write_courses(school: School) -> None:
    learner = school.somebody()
    with pytest.raises(ServiceError) as refused:
        school.do("create_course", learner, code="mine", title=both("Mine"))
    assert code(refused) == "vendor_only"


def test_a_draft_changed_meanwhile_is_not_overwritten(school: School) -> None:
    course = school.draft()
    school.do("update_course", MANAGER, course_id=course["course_id"], version=course["version"], title=both("First"))
    with pytest.raises(ServiceError) as refused:
        school.do("update_course", course_id=course["course_id"], version=course["version"], title=both("Second"))
    assert code(refused) == "stale_version"


def test_questions_wait_in_the_draft_for_the_next_revision(school: School) -> None:
    course = school.published(lessons=1, questions=[single()])
    assert not course["has_unpublished_changes"]
    school.do("create_question", course_id=course["course_id"], **single("And this?"))
    assert school.do("get_course", course_id=course["course_id"])["has_unpublished_changes"]


def test_what_has_no_words_in_any_language_is_refused_at_its_field(school: School) -> None:
    course_id = school.draft()["course_id"]
    bank = {"course_id": course_id, "questions": [single(), {**single(), "prompt": {}}]}
    wordless = {
        "create_course": ({"code": "wordless", "title": {}}, "/title"),
        "add_lesson": ({"course_id": course_id, "kind": "text", "title": {}}, "/title"),
        "import_questions": (bank, "/questions/1/prompt"),
    }
    for method, (command, pointer) in wordless.items():
        with pytest.raises(ServiceError) as refused:
            school.do(method, **command)
        assert [field["pointer"] for field in refused.value.details["fields"]] == [pointer]
