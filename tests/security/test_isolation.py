"""Another partner's object answers exactly like an absent one, for every operation a partner's people may call."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import event

from chassis import clock
from gateway.api.operation import Operation
from gateway.api.operations import TABLE
from gateway.identity.policies import FILE
from gateway.identity.policies import load as load_policies
from tests.gateway.conftest import runtime_of
from tests.gateway.people import Caller
from tests.security.conftest import World, published, registration_of

POLICIES = load_policies([operation.name for operation in TABLE], FILE)
NEEDED: dict[str, dict[str, Any]] = {
    "set_deal_registration_stage": {"sales_stage": "qualified"},
    "add_note": {"text": "A note."},
    "update_deal_registration": {"description": "Changed."},
    "update_person": {"name": "Another Name"},
    "mark_deal_registration_lost": {"reason": "price"},
    "release_deal_registration": {"reason": "lost interest"},
    "extend_deal_registration": {"days": 30, "reason": "procurement"},
    "save_answer": {"answer": ["anything"]},
}
ASKED = {"get_scorecard": "?period=2026-Q1"}  # What a question must name in its address.
PARTS = {
    "task_code": "welcome_call",
    "lesson_id": str(UUID(int=1)),
    "question_id": str(UUID(int=2)),
}  # What names a part of the object in the path.
OWNED = (
    *("deal_registration_id", "partner_id", "person_id", "session_id", "token_id", "account_id"),
    *("enrollment_id", "exam_attempt_id", "certificate_id", "share_id", "export_id"),
)


def about_an_object(operation: Operation, role: str) -> bool:
    names = operation.path_parameters
    return bool(names) and names[0] in OWNED and POLICIES.scope(operation.name, [role]) is not None


CASES = [
    pytest.param(operation, role, id=f"{operation.name}-{role}")
    for role in ("partner_seller", "partner_admin")
    for operation in TABLE
    if about_an_object(operation, role)
]


def object_of(world: World, operation: Operation, side: str) -> str:
    """The id of something that belongs to partner A or B, fit for the operation's path."""
    partner = world.a if side == "own" else world.b
    name = operation.path_parameters[0]
    if name == "deal_registration_id":
        answer = partner.seller.post("/deal-registrations", registration_of("Fresh"))
        return str(answer.json["deal_registration_id"])
    if name == "session_id":
        return str(_another_session(world, partner.seller if side == "other" else partner.admin))
    if name in {"enrollment_id", "exam_attempt_id"}:
        return learning_of(world, partner.seller)[name]
    if name == "certificate_id":
        return certificate_of(world, partner.seller)
    if name == "share_id":
        asset_id = published(world.staff["program_manager"], "Isolated", {}, word="isolated")
        return str(partner.seller.post("/shares", {"asset_id": asset_id}).json["share_id"])
    if name == "export_id":
        asked = partner.seller.post("/exports", {"dataset": "scorecard", "period": str(clock.now().year)})
        return str(asked.json["export_id"])
    if name == "token_id":
        return str(partner.seller.post("/tokens", {"name": "x"}).json["token_id"])
    return {
        "partner_id": str(partner.partner_id),
        "person_id": str(partner.seller.person_id),
        "account_id": str(partner.seller.account_id),
    }[name]


def learning_of(world: World, learner: Caller) -> dict[str, str]:
    """An enrolment, and an attempt at its exam; asked for again, the same ones."""
    manager = world.staff["program_manager"]
    known = manager.get("/courses?q=isolation").json["items"]
    course_id = known[0]["course_id"] if known else _course(manager)
    enrollment = learner.post("/enrollments", {"course_id": course_id}).json
    at = f"/enrollments/{enrollment['enrollment_id']}"
    learner.post(f"{at}/lessons/{enrollment['lessons'][0]['lesson_id']}/progress", {"is_done": True})
    attempt = learner.post(f"{at}/exam-attempts").json
    return {"enrollment_id": enrollment["enrollment_id"], "exam_attempt_id": attempt["exam_attempt_id"]}


def certificate_of(world: World, holder: Caller) -> str:
    """What they are awarded for a course of one lesson; asked for again, the same one."""
    if held := holder.get("/certificates").json["items"]:
        return str(held[0]["certificate_id"])
    manager = world.staff["program_manager"]
    made = manager.post("/courses", {"code": uuid4().hex[:8], "languages": ["en"], "title": {"en": "A day"}}).json
    at = f"/courses/{made['course_id']}"
    manager.post(f"{at}/lessons", {"kind": "text", "title": {"en": "One"}, "body": {"en": "Words"}})
    assert manager.post(f"{at}/publish").status_code == 200
    leads_to = {"code": made["code"], "title": {"en": "Certified"}, "course_ids": [made["course_id"]]}
    assert manager.post("/certifications", {**leads_to, "validity_months": 12}).status_code == 201
    taken = holder.post("/enrollments", {"course_id": made["course_id"]}).json
    lesson_id = taken["lessons"][0]["lesson_id"]
    holder.post(f"/enrollments/{taken['enrollment_id']}/lessons/{lesson_id}/progress", {"is_done": True})
    return str(holder.get("/certificates").json["items"][0]["certificate_id"])


def _course(manager: Caller) -> str:
    made = manager.post("/courses", {"code": "isolation", "languages": ["en"], "title": {"en": "A course"}}).json
    at = f"/courses/{made['course_id']}"
    manager.post(f"{at}/lessons", {"kind": "text", "title": {"en": "One"}, "body": {"en": "Words"}})
    manager.post(f"{at}/questions", {"kind": "short", "prompt": {"en": "Which word?"}, "accepted": ["this"]})
    manager.call("PUT", f"{at}/exam", json={})
    assert manager.post(f"{at}/publish").status_code == 200
    return str(made["course_id"])


def _another_session(world: World, caller: Caller) -> str:
    return str(caller.get("/sessions").json["items"][0]["session_id"])


def call(caller: Caller, operation: Operation, object_id: str) -> Any:
    path = operation.path.replace(f"{{{operation.path_parameters[0]}}}", object_id).format(**PARTS)
    path += ASKED.get(operation.name, "")
    headers = {"If-Match": '"1"'} if operation.method == "PATCH" else {}
    body = NEEDED.get(operation.name, {}) if operation.writes and operation.method != "DELETE" else None
    return caller.call(operation.method, path, json=body, headers=headers)


# Written now and then, by the clock, whatever was asked for.
BY_THE_CLOCK = ("UPDATE sessions SET last_seen_at", "INSERT INTO throttle_hits")


@contextmanager
def statements(world: World) -> Iterator[list[str]]:
    """What every database is asked meanwhile: the same statements take the same time, whatever is behind them."""
    seen: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if not statement.startswith(BY_THE_CLOCK):
            seen.append(statement)

    engines = (*world.real.engines.values(), runtime_of(world.app).sessions.kw["bind"])
    for engine in engines:
        event.listen(engine, "before_cursor_execute", note)
    yield seen
    for engine in engines:
        event.remove(engine, "before_cursor_execute", note)


def told(answer: Any) -> tuple[int, Any]:
    """Everything an asker can see, but for the request's own id."""
    body = {name: value for name, value in (answer.json or {}).items() if name != "request_id"}
    headers = {name for name, _ in answer.headers}
    return answer.status_code, (body, headers)


@pytest.mark.parametrize(("operation", "role"), CASES)
def test_anothers_object_answers_like_an_absent_one(world: World, operation: Operation, role: str) -> None:
    caller = world.callers()[role]
    object_id = object_of(world, operation, "other")
    with statements(world) as asked_for_theirs:
        theirs = call(caller, operation, object_id)
    with statements(world) as asked_for_absent:
        absent = call(caller, operation, str(uuid4()))
    assert theirs.status_code == 404, theirs.text
    assert told(theirs) == told(absent)
    assert asked_for_theirs == asked_for_absent != []


@pytest.mark.parametrize(
    ("operation", "role"),
    [
        case
        for case in CASES
        if case.values[0].path_parameters[0]
        in {"deal_registration_id", "partner_id", "person_id", "certificate_id", "share_id", "export_id"}
    ],
)
def test_ones_own_object_is_found(world: World, operation: Operation, role: str) -> None:
    if operation.name == "remove_person":
        return
    answer = call(world.callers()[role], operation, object_of(world, operation, "own"))
    if role == "partner_admin" or operation.path_parameters[0] != "person_id":
        assert answer.status_code != 404, answer.text
    assert answer.status_code < 500, answer.text


def test_lists_and_counts_hold_nothing_of_others(world: World) -> None:
    for caller in (world.a.admin, world.a.seller):
        listed = caller.get("/deal-registrations?limit=100").json["items"]
        assert listed
        assert {item["partner_id"] for item in listed} == {str(world.a.partner_id)}
        counted = caller.get("/deal-registration-counts").json["total"]
        assert counted <= world.staff["auditor"].get("/deal-registration-counts").json["total"]
    partners = world.a.admin.get("/partners").json["items"]
    assert [item["partner_id"] for item in partners] == [str(world.a.partner_id)]


@pytest.mark.parametrize("path", ["/deal-registrations", "/people", "/deal-registration-counts"])
def test_a_filter_for_another_partner_finds_nothing(world: World, path: str) -> None:
    answer = world.a.admin.get(f"{path}?partner_id={world.b.partner_id}")
    assert answer.status_code in {200, 403, 404, 422}
    assert str(world.b.partner_id) not in answer.text.replace(f"partner_id={world.b.partner_id}", "")
    if answer.status_code == 200:
        assert not answer.json.get("items")
        assert not answer.json.get("total")


def test_a_colleague_s_learning_is_their_own_and_a_partner_s_stays_within_it(world: World) -> None:
    ours, theirs = (learning_of(world, side.seller)["enrollment_id"] for side in (world.a, world.b))
    listed = [item["enrollment_id"] for item in world.a.admin.get("/enrollments?limit=100").json["items"]]
    assert ours in listed
    assert theirs not in listed
    assert world.a.admin.get("/learning").json["continuing"] == []


def test_a_search_for_anothers_customer_finds_nothing(world: World) -> None:
    name = world.b.seller.get(f"/deal-registrations/{world.b.deal_registration_id}").json["customer"]["legal_name"]
    assert world.a.admin.get("/deal-registrations", query_string={"q": name}).json["items"] == []


def test_nobody_registers_for_another_partner(world: World) -> None:
    body = registration_of("Foreign", partner_id=str(world.b.partner_id))
    answer = world.a.admin.post("/deal-registrations", body)
    if answer.status_code == 201:
        assert answer.json["partner_id"] == str(world.a.partner_id)
    else:
        assert answer.status_code in {403, 404, 422}


def test_names_of_anothers_people_come_without_their_addresses(world: World) -> None:
    ids = f"{world.b.admin.person_id},{world.b.seller.person_id}"
    answer = world.a.admin.get(f"/people-names?person_ids={ids}")
    assert "@iberia.example" not in answer.text


def test_a_conflict_check_tells_nothing_about_whom(world: World) -> None:
    theirs = world.b.seller.get(f"/deal-registrations/{world.b.deal_registration_id}").json
    body = {"customer": theirs["customer"], "product_line": theirs["product_line"]}
    body["customer"] = {
        name: value for name, value in body["customer"].items() if name in {"legal_name", "country", "domain"}
    }
    answer = world.a.admin.post("/conflict-checks", body)
    assert answer.json["outcome"] == "possible_conflict"
    assert set(answer.json) == {"outcome", "reasons"}
    for secret in ("Iberia", str(world.b.partner_id), world.b.deal_registration_id):
        assert secret not in answer.text
