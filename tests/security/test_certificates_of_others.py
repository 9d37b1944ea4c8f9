"""Certificates across borders: another partner's looks like none at all, and a stranger's code tells five things."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest

from tests.security.conftest import World

TOLD = {"holder_name", "title", "issued_at", "expires_at", "status"}
READS = ("", "/document", "/badge")


@pytest.fixture(scope="module")
def theirs(world: World) -> dict[str, Any]:
    """A certificate of somebody of partner B, earned as everybody earns one."""
    manager, seller = world.staff["program_manager"], world.b.seller
    title = {"en": "Borders", "es": "Fronteras"}
    course = manager.post("/courses", {"code": "borders", "title": title, "summary": title}).json
    lesson = {"kind": "text", "title": title, "body": title}
    manager.post(f"/courses/{course['course_id']}/lessons", lesson)
    manager.post(f"/courses/{course['course_id']}/publish")
    body = {"code": "borders", "title": title, "course_ids": [course["course_id"]]}
    assert manager.post("/certifications", body).status_code == 201
    begun = seller.post("/enrollments", {"course_id": course["course_id"]}).json
    at = f"/enrollments/{begun['enrollment_id']}/lessons/{begun['lessons'][0]['lesson_id']}/progress"
    seller.post(at, {"is_done": True})
    certificates = seller.get("/certificates").json["items"]
    (held,) = (found for found in certificates if found["certification_code"] == "borders")
    found: dict[str, Any] = held
    return found


@pytest.mark.parametrize("what", READS)
def test_another_partners_certificate_answers_like_an_absent_one(
    world: World, theirs: dict[str, Any], what: str
) -> None:
    for caller in (world.a.seller, world.a.admin):
        real = caller.get(f"/certificates/{theirs['certificate_id']}{what}")
        absent = caller.get(f"/certificates/{uuid4()}{what}")
        assert (
            (real.status_code, real.json["code"])
            == (absent.status_code, absent.json["code"])
            == (
                404,
                "certificate_not_found",
            )
        )


def test_no_list_of_partner_a_names_partner_b(world: World, theirs: dict[str, Any]) -> None:
    for query in ("", f"?person_id={theirs['person_id']}", f"?partner_id={theirs['partner_id']}", "?q=a"):
        for caller in (world.a.seller, world.a.admin):
            items = caller.get(f"/certificates{query}").json["items"]
            assert theirs["certificate_id"] not in {item["certificate_id"] for item in items}


def test_a_stranger_with_the_code_is_told_five_things(world: World, theirs: dict[str, Any]) -> None:
    client = world.app.test_client()
    told = client.get(f"/v1/certificate-verifications/{theirs['code']}").json
    assert set(told) == TOLD
    page = client.get(f"/verify/{theirs['code']}").text
    hidden = ("certificate_id", "person_id", "partner_id", "number", "certification_id")
    assert [name for name in hidden if theirs[name] in page] == []


def test_without_the_code_a_stranger_gets_nowhere(world: World, theirs: dict[str, Any]) -> None:
    client = world.app.test_client()
    for path in ("", *(f"/{theirs['certificate_id']}{what}" for what in READS)):
        assert client.get(f"/v1/certificates{path}").status_code == 401
    for guess in (theirs["number"], theirs["certificate_id"], theirs["code"][:-1]):
        assert client.get(f"/v1/certificate-verifications/{guess}").status_code in {404, 422}
