"""What a hostile body can do to the real services: set what is not its to set, or get into a query."""

from pathlib import Path
from typing import Any

import pytest

from tests.security.conftest import World, registration_of

CODE = str(Path(__file__).parents[2])  # Where a traceback would say that our files lie.

FORBIDDEN: dict[str, Any] = {
    "status": "approved",
    "partner_name": "Northbeam",
    "number": "D-1",
    "version": 99,
    "revision": 7,
    "decided_at": "2026-01-01T00:00:00Z",
    "protected_until": "2099-01-01T00:00:00Z",
    "submitted_by": "person:0190f5c0-0000-7000-8000-000000000001",
    "has_conflict": False,
    "is_admin": True,
    "role": "program_manager",
    "tenant_id": "x",
    "channel": "staff",
    "deal_registration_id": "0190f5c0-0000-7000-8000-000000000001",
    "__class__": "x",
    "actions": ["approve"],
}
HOSTILE = [
    "' OR '1'='1",
    "'; DROP TABLE accounts; --",
    '" OR 1=1 --',
    "%' OR '%'='",
    "%",
    "_______",
    "\\",
    "${7*7}",
    "{{7*7}}",
    "{0.__class__}",
    '=HYPERLINK("http://x")',
    "<script>alert(1)</script>",
    "a\r\nSet-Cookie: x=1",
    "../../etc/passwd",
    "\u202eevil",
    "😀" * 50,
]


@pytest.mark.parametrize("name", FORBIDDEN)
def test_a_registration_takes_no_field_that_is_not_its_senders(world: World, name: str) -> None:
    before = world.a.admin.get("/deal-registration-counts").json["total"]
    answer = world.a.admin.post("/deal-registrations", registration_of("Mass", **{name: FORBIDDEN[name]}))
    assert answer.status_code == 422, answer.text
    assert any(field["code"] == "unknown" for field in answer.json["errors"])
    assert world.a.admin.get("/deal-registration-counts").json["total"] == before


@pytest.mark.parametrize(
    "name", ["roles", "person_id", "partner_id", "email", "disabled_at", "password_hash", "account_id"]
)
def test_ones_own_account_takes_no_field_that_is_not_ones_own(world: World, name: str) -> None:
    seller = world.b.seller
    etag = seller.get("/account").headers["ETag"]
    answer = seller.call("PATCH", "/account", json={name: "x"}, headers={"If-Match": etag})
    assert answer.status_code == 422
    assert seller.get("/account").headers["ETag"] == etag


def test_a_partners_administrator_names_no_staff(world: World) -> None:
    body = {"name": "Eve", "email": "eve@vega.example", "role": "program_manager"}
    answer = world.a.admin.post("/people", body)
    assert answer.status_code == 422, answer.text


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_searched_for_and_nothing_more(world: World, text: str) -> None:
    auditor = world.staff["auditor"]
    for path in ("/deal-registrations", "/partners", "/accounts"):
        answer = auditor.get(path, query_string={"q": text})
        assert answer.status_code in {200, 422}, answer.text
        if answer.status_code == 200 and len(text) > 1 and not text.startswith("_"):
            assert answer.json["items"] == [], path


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_comes_back_as_it_was_sent(world: World, text: str) -> None:
    answer = world.a.seller.post(f"/deal-registrations/{world.a.deal_registration_id}/notes", {"text": text})
    assert answer.status_code in {201, 422}, answer.text
    if answer.status_code == 201:
        assert answer.json["text"].strip() == text.strip()


@pytest.mark.parametrize(
    "sort", ["legal_name; DROP TABLE partners", "1", "password_hash", "(SELECT 1)", "-", "--created_at"]
)
def test_sorting_is_by_what_is_offered_only(world: World, sort: str) -> None:
    for path in ("/deal-registrations", "/partners"):
        assert world.staff["auditor"].get(path, query_string={"sort": sort}).status_code == 422


@pytest.mark.parametrize("cursor", ["x", "e30", "W10", "A" * 2000, "bnVsbA==", "\x00", "../..", "WyIiLDFd"])
def test_a_made_up_cursor_is_refused(world: World, cursor: str) -> None:
    for path in ("/deal-registrations", "/partners", "/accounts", "/audit-entries", "/events"):
        answer = world.staff["auditor"].get(path, query_string={"cursor": cursor})
        assert answer.status_code == 422, (path, answer.text)


@pytest.mark.parametrize("object_id", ["1", "null", "%00", "'", "0" * 500, "0190f5c0-0000-7000-8000-00000000000g"])
def test_an_id_that_is_none_is_refused_or_absent(world: World, object_id: str) -> None:
    for path in ("/deal-registrations", "/partners", "/people", "/partner-applications"):
        answer = world.staff["program_manager"].get(f"{path}/{object_id}")
        assert answer.status_code in {404, 422}, answer.text


def test_errors_tell_nothing_of_the_inside(world: World) -> None:
    bodies: list[Any] = [
        [],
        {},
        {"customer": None},
        {"customer": []},
        {"customer": {"legal_name": {}}},
        {"amount": [1]},
    ]
    for body in bodies:
        answer = world.a.admin.call("POST", "/deal-registrations", json=body)
        assert answer.status_code in {400, 422}
        for trace in ("Traceback", 'File "', "psycopg2", "sqlalchemy", "SELECT ", "marshmallow", CODE, "Error:"):
            assert trace not in answer.text


def test_a_registration_shows_partners_nothing_meant_for_staff(world: World) -> None:
    path = f"/deal-registrations/{world.a.deal_registration_id}"
    shown = world.a.seller.get(path).json
    assert "has_conflict" not in shown or shown["has_conflict"] is None
    world.staff["channel_manager"].post(f"{path}/internal-notes", {"text": "canary-internal-note"})
    for look in (path, f"{path}/history", f"{path}/notes", "/deal-registrations"):
        assert "canary-internal-note" not in world.a.seller.get(look).text
    assert world.a.seller.get(f"{path}/internal-notes").status_code == 403
