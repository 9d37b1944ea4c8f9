"""The course editor: what is refused stands at its field, in words of the page, over what was typed."""

import re
from typing import Any
from uuid import UUID

import pytest
from flask.testing import FlaskClient

from chassis.errors import ServiceError
from tests.gateway.console.conftest import CannedServices, Desk

COURSE, LESSON, QUESTION = (str(UUID(int=number)) for number in (51, 52, 53))
AT = f"/console/courses/{COURSE}"
DRAFT: dict[str, Any] = {
    "course_id": COURSE,
    "code": "deal-basics",
    "status": "draft",
    "languages": ["en", "es"],
    "title": {"en": "Deal basics", "es": "Lo básico"},
    "summary": {},
    "roles": [],
    "partner_types": [],
    "minutes": 5,
    "revision_number": 0,
    "published_at": None,
    "changed_at": "2026-03-02T09:00:00+00:00",
    "has_unpublished_changes": True,
    "version": 3,
    "exam": None,
    "lessons": [
        {
            "lesson_id": LESSON,
            "kind": "text",
            "title": {"en": "Read this"},
            "body": {"en": "Words"},
            "minutes": 5,
            "url": None,
            "file": None,
            "captions": {},
        }
    ],
}
WRITTEN = {
    "question_id": QUESTION,
    "course_id": COURSE,
    "kind": "number",
    "prompt": {"en": "How many?"},
    "options": [],
    "accepted": ["3"],
    "tolerance": None,
    "explanation": {},
    "lesson_id": None,
    "is_active": True,
    "created_at": "2026-03-02T09:00:00+00:00",
    "version": 1,
}


@pytest.fixture
def author(desk: Desk, services: CannedServices) -> FlaskClient:
    desk.sign_in_as("program_manager")
    services.answers["get_course"] = DRAFT
    services.answers["list_questions"] = {"items": [WRITTEN], "next_cursor": None}
    return desk.browser()


def refused_at(*pointers: str) -> ServiceError:
    fields = [{"pointer": one, "code": "invalid", "message": "String does not match."} for one in pointers]
    return ServiceError("invalid", "invalid", "", {"fields": fields})


@pytest.mark.parametrize(
    ("path", "method", "pointer", "field", "words"),
    [
        ("/console/courses/new", "create_course", "/code", "code", "small letters, digits and hyphens"),
        ("/console/courses/new", "create_course", "/title", "title_en", "Write a title"),
        ("/console/courses/new", "create_course", "/title/es/value", "title_es", "Write a title"),
        (f"{AT}/edit", "update_course", "/languages", "languages", "Tick at least one language"),
        (f"{AT}/lessons/new", "add_lesson", "/body/es/value", "body_es", "at most 20,000 characters"),
        (f"{AT}/lessons/new", "add_lesson", "/minutes", "minutes", "minutes from 1 to 600"),
        (f"{AT}/questions/new", "create_question", "/prompt", "prompt_en", "Write the question"),
        (f"{AT}/questions/{QUESTION}", "update_question", "/tolerance", "tolerance", "Enter a number"),
        (f"{AT}/exam", "set_exam", "/pass_mark", "pass_mark", "percentage from 1 to 100"),
        (f"{AT}/rule", "set_enrollment_rule", "/due_days", "due_days", "days from 1 to 730"),
    ],
)
def test_a_refusal_stands_in_the_summary_and_at_its_field_in_words_of_the_page(
    author: FlaskClient, services: CannedServices, path: str, method: str, pointer: str, field: str, words: str
) -> None:
    services.answers[method] = refused_at(pointer)
    kind = "number" if "questions" in path else "text"
    page = author.post(path, data={"languages": ["en", "es"], "kind": kind})
    assert page.status_code == 422
    assert f'<a href="#{field}">' in page.text
    assert f'id="{field}-err"' in page.text
    assert page.text.count(words) >= 2
    assert "String does not match" not in page.text


def test_an_option_is_named_by_its_row_and_language(author: FlaskClient, services: CannedServices) -> None:
    services.answers["create_question"] = refused_at("/options/1/text/es/value", "/options/0/match/en/value")
    rows = {f"option_{n}_{code}": "x" for n in (1, 2) for code in ("en", "es")}
    page = author.post(f"{AT}/questions/new", data={"kind": "match", **rows})
    assert '<a href="#option_2_es">' in page.text
    assert '<a href="#match_1_en">' in page.text


def test_a_question_of_many_options_keeps_them_all(author: FlaskClient, services: CannedServices) -> None:
    options = [{"option_id": f"0000000{n:x}", "text": {"en": f"Option {n}"}, "match": None} for n in range(1, 13)]
    twelve = {**WRITTEN, "kind": "order", "accepted": [], "options": options}
    services.answers["list_questions"] = {"items": [twelve], "next_cursor": None}
    page = author.get(f"{AT}/questions/{QUESTION}")
    fields = dict(re.findall(r'name="(option_\d+_(?:en|id))"[^>]*? value="([^"]*)"', page.text))
    author.post(f"{AT}/questions/{QUESTION}", data={**fields, "prompt_en": "In which order?", "version": "1"})
    sent = services.commands("update_question")[0]["options"]
    assert [option["option_id"] for option in sent] == [option["option_id"] for option in options]


def test_lines_beyond_the_first_few_wait_behind_a_word(author: FlaskClient) -> None:
    page = author.get(f"{AT}/questions/new?kind=match").text
    before, _, behind = page.partition("<summary>More lines</summary>")
    assert 'name="option_4_en"' in before
    assert 'name="option_5_en"' in behind


def test_what_is_no_number_is_refused_rather_than_forgotten(author: FlaskClient, services: CannedServices) -> None:
    services.answers["set_exam"] = refused_at("/time_limit_minutes")
    page = author.post(f"{AT}/exam", data={"pass_mark": "70", "time_limit_minutes": "half an hour"})
    assert services.commands("set_exam")[0]["time_limit_minutes"] == "half an hour"
    assert 'value="half an hour"' in page.text
    assert 'value="70"' in page.text


@pytest.mark.parametrize("version", ["", "x", "9" * 5000])
@pytest.mark.parametrize(
    ("path", "method"), [(f"{AT}/edit", "update_course"), (f"{AT}/questions/{QUESTION}", "update_question")]
)
def test_an_odd_version_is_stale_and_no_accident(
    author: FlaskClient, services: CannedServices, path: str, method: str, version: str
) -> None:
    services.answers[method] = ServiceError("conflict", "stale_version", "", {"current": 3})
    page = author.post(path, data={"version": version, "title_en": "Deal basics", "prompt_en": "How many?"})
    assert page.status_code == 409
    assert services.commands(method)[0]["version"] == 0


def test_a_retired_course_stays_chosen_in_the_certification_that_asks_for_it(
    author: FlaskClient, services: CannedServices
) -> None:
    retired = {**DRAFT, "status": "retired", "lesson_count": 1, "has_exam": False}
    other = {**retired, "course_id": QUESTION, "title": {"en": "Gone long ago"}}
    services.answers["list_courses"] = {"items": [retired, other], "next_cursor": None}
    services.answers["get_certification"] = {
        "certification_id": LESSON, "code": "basics", "title": {"en": "Basics"}, "course_ids": [COURSE],
        "validity_months": 12, "grace_days": 0, "reminders": [30], "status": "active", "version": 1,
    }  # fmt: skip
    page = author.get(f"/console/certifications/{LESSON}/edit")
    assert f'value="{COURSE}" checked' in page.text
    assert "Gone long ago" not in page.text
