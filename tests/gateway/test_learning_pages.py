"""Learning and exams in the portal over canned answers: plain forms, one address a step, nothing told too early."""

import re
from typing import Any
from uuid import UUID

import pytest
from flask.testing import FlaskClient

from chassis.errors import ServiceError
from gateway.pages.markdown import rendered
from tests.gateway.canned import CannedServices
from tests.gateway.people import People

ATTEMPT, ENROLLMENT, COURSE, LESSON = (str(UUID(int=n)) for n in (71, 72, 73, 74))
AT = f"/learning/attempts/{ATTEMPT}"


def words(text: str) -> dict[str, str]:
    return {"en": text, "es": f"{text} (es)"}


def asked(kind: str, position: int, **more: Any) -> dict[str, Any]:
    options = [{"option_id": f"0000000{n}", "text": words(f"Option {n}")} for n in (1, 2, 3)]
    return {
        "question_id": str(UUID(int=80 + position)),
        "position": position,
        "kind": kind,
        "prompt": words(f"Question of kind {kind}?"),
        "options": options if kind in ("single", "multiple", "order", "match") else [],
        "targets": [{"option_id": f"1000000{n}", "text": words(f"Target {n}")} for n in (1, 2, 3)],
        "answer": None,
        "answered_at": None,
        "is_complete": False,
        "is_right": None,
        "explanation": {},
        "lesson_id": None,
        "correct": None,
        **more,
    }


def sitting(*questions: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {
        "exam_attempt_id": ATTEMPT,
        "enrollment_id": ENROLLMENT,
        "course_id": COURSE,
        "number": 1,
        "status": "running",
        "questions_total": len(questions),
        "pass_mark": 80,
        "started_at": "2026-03-02T09:00:00+00:00",
        "ends_at": None,
        "finished_at": None,
        "right_total": None,
        "score": None,
        "title": words("Deal basics"),
        "languages": ["en", "es"],
        "seconds_left": None,
        "is_over": False,
        "answered_total": 0,
        "questions": list(questions),
        **more,
    }


class Learner:
    """A seller of a partner in a browser of their own; every request carries who they are."""

    def __init__(self, client: FlaskClient, token: str) -> None:
        self._client, self._known = client, {"Authorization": f"Bearer {token}"}

    def get(self, path: str) -> Any:
        return self._client.get(path, headers=self._known)

    def post(self, path: str, data: dict[str, Any], headers: dict[str, str] | None = None) -> Any:
        token = re.search(r'name="csrf_token" value="([^"]+)"', self.get("/menu").text)
        assert token
        form = {**data, "csrf_token": token.group(1)}
        return self._client.post(path, data=form, headers={**self._known, **(headers or {})})


@pytest.fixture
def learner(client: FlaskClient, people: People) -> Learner:
    return Learner(client, people.sign_in("partner_seller").token)


@pytest.mark.parametrize(
    ("kind", "form", "answer"),
    [
        ("single", {"answer": "00000001"}, ["00000001"]),
        ("multiple", {"answer": ["00000001", "00000003"]}, ["00000001", "00000003"]),
        ("order", {"answer_1": "00000002", "answer_2": "", "answer_3": "00000001"}, ["00000002", "", "00000001"]),
        ("match", {"answer_1": "10000002", "answer_2": "10000001", "answer_3": ""}, ["10000002", "10000001", ""]),
        ("number", {"answer": "12,5"}, ["12,5"]),
        ("short", {"answer": "register"}, ["register"]),
        ("order", {"answer_1": "", "answer_2": "", "answer_3": ""}, []),
    ],
)
def test_each_kind_is_answered_by_a_plain_form(
    learner: Learner, services: CannedServices, kind: str, form: dict[str, Any], answer: list[str]
) -> None:
    services.answers["get_exam_attempt"] = services.answers["save_answer"] = sitting(asked(kind, 1), asked("short", 2))
    shown = learner.get(f"{AT}/questions/1")
    assert f"Question of kind {kind}?" in shown.text
    assert all(f'name="{name}"' in shown.text for name in form)
    sent = learner.post(f"{AT}/questions/1", data={**form, "go": "next"})
    assert (sent.status_code, sent.location) == (303, f"{AT}/questions/2")
    assert services.last.command["answer"] == answer


@pytest.mark.parametrize(
    ("go", "leads"), [("next", "/questions/3"), ("previous", "/questions/1"), ("review", "/review")]
)
def test_every_button_saves_and_leads_on(learner: Learner, services: CannedServices, go: str, leads: str) -> None:
    three = sitting(*(asked("short", n) for n in (1, 2, 3)))
    services.answers["get_exam_attempt"] = services.answers["save_answer"] = three
    sent = learner.post(f"{AT}/questions/2", data={"answer": "x", "go": go})
    assert sent.location == AT + leads
    assert services.last.method == "save_answer"


def test_a_script_that_only_saves_gets_no_page(learner: Learner, services: CannedServices) -> None:
    services.answers["get_exam_attempt"] = services.answers["save_answer"] = sitting(asked("short", 1))
    sent = learner.post(f"{AT}/questions/1", data={"answer": "x"}, headers={"Prm-Saves": "yes"})
    assert (sent.status_code, sent.data) == (204, b"")


def test_an_answer_that_does_not_fit_is_told_at_its_field_and_kept(learner: Learner, services: CannedServices) -> None:
    services.answers["get_exam_attempt"] = sitting(asked("order", 1))
    services.answers["save_answer"] = ServiceError("invalid", "answer_unfitting", "")
    form = {"answer_1": "00000001", "answer_2": "00000001", "answer_3": "00000002"}
    sent = learner.post(f"{AT}/questions/1", data=form)
    assert sent.status_code == 422
    assert "Each item stands in one place only" in sent.text
    assert sent.text.count('value="00000001" selected') == 2


def test_an_answer_after_the_time_leads_to_the_result(learner: Learner, services: CannedServices) -> None:
    services.answers["get_exam_attempt"] = sitting(asked("short", 1))
    services.answers["save_answer"] = ServiceError("conflict", "exam_time_over", "")
    assert learner.post(f"{AT}/questions/1", data={"answer": "x"}).location == AT


def test_an_attempt_whose_time_is_over_asks_for_its_result(learner: Learner, services: CannedServices) -> None:
    services.answers["get_exam_attempt"] = sitting(asked("short", 1), is_over=True)
    assert f'action="{AT}/submit"' in learner.get(AT).text
    assert learner.get(f"{AT}/questions/1").location == AT


def test_an_attempt_opens_at_the_first_question_without_an_answer(learner: Learner, services: CannedServices) -> None:
    services.answers["get_exam_attempt"] = sitting(asked("short", 1, is_complete=True, answer=["x"]), asked("short", 2))
    assert learner.get(AT).location == f"{AT}/questions/2"


def test_exam_pages_are_never_shown_from_memory(learner: Learner, services: CannedServices) -> None:
    services.answers["get_exam_attempt"] = sitting(asked("short", 1, answer=["kept"]))
    shown = learner.get(f"{AT}/questions/1")
    assert shown.headers["Cache-Control"] == "no-store"
    assert 'value="kept"' in shown.text


def test_the_form_that_begins_an_exam_names_its_number(learner: Learner, services: CannedServices) -> None:
    services.answers["start_exam_attempt"] = sitting(asked("short", 1))
    sent = learner.post(f"/learning/enrollments/{ENROLLMENT}/exam", data={"number": "2"})
    assert sent.location == AT
    assert services.last.command == {"enrollment_id": ENROLLMENT, "number": 2}


def test_a_lesson_says_where_the_learner_is_for_every_device(learner: Learner, services: CannedServices) -> None:
    services.answers["get_lesson"] = {
        "lesson_id": LESSON,
        "kind": "text",
        "title": words("Ask first"),
        "minutes": 5,
        "position": 0,
        "done_at": None,
        "enrollment_id": ENROLLMENT,
        "course_id": COURSE,
        "course_title": words("Deal basics"),
        "languages": ["en", "es"],
        "body": words("## Who\n\n<script>alert(1)</script>"),
        "url": None,
        "file": None,
        "captions": {},
        "number": 1,
        "lessons_total": 2,
        "previous_lesson_id": None,
        "next_lesson_id": None,
        "has_exam": False,
    }
    shown = learner.get(f"/learning/enrollments/{ENROLLMENT}/lessons/{LESSON}")
    assert "<h2>Who</h2>" in shown.text
    assert "alert(1)" not in shown.text
    assert "record_progress" in [request.method for request in services.asked]


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>",
        "[x](javascript:alert(1))",
        "<img src=x onerror=alert(1)>",
        '<a href="https://a.example" onclick="alert(1)" style="x">x</a>',
        "<iframe src=https://a.example></iframe>",
        "<style>body{display:none}</style>",
        "![x](https://tracker.example/pixel.png)",
    ],
)
def test_nothing_that_runs_or_follows_survives_the_cleaning(hostile: str) -> None:
    clean = rendered(hostile)
    forbidden = ("script", "javascript:", "onerror", "onclick", "style", "<img", "iframe", "display:none")
    assert not [word for word in forbidden if word in clean]


def test_the_highest_heading_of_an_author_stands_right_below_the_page_s() -> None:
    assert rendered("### Deep\n\n#### Deeper") == "<h2>Deep</h2>\n<h3>Deeper</h3>"


def test_links_of_an_author_cannot_reach_the_page_they_stand_on() -> None:
    assert 'rel="noopener noreferrer"' in rendered("[x](https://a.example)")


def test_your_certificates_are_yours_alone_even_where_you_may_see_your_colleagues(
    client: FlaskClient, people: People, services: CannedServices
) -> None:
    admin = people.sign_in("partner_admin")
    Learner(client, admin.token).get("/learning")
    asked_for = [asked.command for asked in services.asked if asked.method == "list_certificates"]
    assert [command["person_id"] for command in asked_for] == [str(admin.person_id)]


@pytest.mark.parametrize("number", ["", "x", "9" * 5000])
def test_an_odd_number_of_an_attempt_is_left_out(learner: Learner, services: CannedServices, number: str) -> None:
    services.answers["start_exam_attempt"] = sitting(asked("short", 1))
    learner.post(f"/learning/enrollments/{ENROLLMENT}/exam", data={"number": number})
    assert "number" not in services.last.command
