"""Onboarding, ranks and stewardship at the console: what is shown, what is sent, and to whom it is offered."""

from typing import Any
from uuid import UUID

import pytest
from flask.testing import FlaskClient

from chassis.errors import ServiceError
from tests.gateway.console.conftest import CannedServices, Desk

VEGA, PIA = str(UUID(int=201)), str(UUID(int=9))


def task(code: str, **changes: Any) -> dict[str, Any]:
    return {
        "code": code,
        "title": {"en": code.replace("_", " ").title(), "es": code},
        "side": "partner",
        "state": "open",
        "signal": None,
        "due_on": "2026-03-12",
        "days_overdue": 0,
        "blocked_by": [],
        "blocks": 0,
        "completed_at": None,
        "completed_by": None,
        "actions": [],
        **changes,
    }


LIST = {
    "onboarding_id": str(UUID(int=71)),
    "partner_id": VEGA,
    "legal_name": "Vega Systems",
    "channel_manager_id": None,
    "checklist_version": 1,
    "started_at": "2026-03-02T09:00:00+00:00",
    "completed_at": None,
    "done": 1,
    "total": 4,
    "tasks": [
        task("first_sign_in", state="done", completed_at="2026-03-03T09:00:00+00:00", signal="person_joined"),
        task("welcome_call", side="vendor", actions=["complete"], days_overdue=5, blocks=1),
        task("first_plan", side="vendor", state="blocked", blocked_by=["welcome_call"]),
        task("first_deal", signal="deal_registered"),
    ],
}
PARTNER = {
    "partner_id": VEGA,
    "legal_name": "Vega Systems",
    "country": "ES",
    "city": "Vigo",
    "domain": "vega.example",
    "registration_no": None,
    "partner_type": "reseller",
    "tier": "silver",
    "region": "emea",
    "status": "active",
    "status_reason": None,
    "status_since": "2026-03-02T09:00:00+00:00",
    "activated_at": None,
    "parent_partner_id": None,
    "channel_manager_id": None,
    "created_at": "2026-03-02T09:00:00+00:00",
    "version": 3,
    "as_of": None,
    "programs": [],
    "actions": ["suspend", "terminate"],
}


@pytest.fixture
def vega(services: CannedServices) -> CannedServices:
    pia = {"person_id": PIA, "name": "Pia Alonso", "email": "pia@x.example", "roles": ["channel_manager"]}
    services.answers |= {
        "get_partner": PARTNER,
        "get_onboarding": LIST,
        "list_onboarding": {"items": [LIST], "next_cursor": None},
        "count_onboarding": {
            "under_way": 1,
            "ageing": [
                {"side": side, "not_due": 2, "late": 1, "very_late": 0, "stuck": 0, "blocked": 1}
                for side in ("partner", "vendor")
            ],
        },
        "list_people": {"items": [{**pia, "status": "active"}], "next_cursor": None},
        "get_people": {"items": [pia]},
    }
    return services


def test_the_list_of_a_partner_stands_on_its_page_with_what_this_side_may_do(
    vega: CannedServices, browser: FlaskClient
) -> None:
    page = browser.get(f"/console/partners/{VEGA}").text
    assert "1 of 4 done" in page
    assert "5 days late" in page
    assert "First: Welcome Call" in page
    assert page.count(f"/console/partners/{VEGA}/onboarding/") == 1
    answer = browser.post(f"/console/partners/{VEGA}/onboarding/welcome_call/complete")
    assert answer.status_code == 303
    assert vega.commands("complete_onboarding_task") == [{"partner_id": VEGA, "task_code": "welcome_call"}]


def test_what_is_no_verb_is_no_page(vega: CannedServices, browser: FlaskClient) -> None:
    assert browser.post(f"/console/partners/{VEGA}/onboarding/welcome_call/delete").status_code == 404


def test_the_page_of_all_shows_age_by_side_and_what_comes_next(vega: CannedServices, browser: FlaskClient) -> None:
    page = browser.get("/console/onboarding?state=overdue&side=vendor&mine=yes").text
    assert "Vega Systems" in page
    assert "1 task waits for it" in page
    (asked,) = vega.commands("list_onboarding")
    assert (asked["state"], asked["side"]) == ("overdue", "vendor")
    assert asked["channel_manager_id"] == str(UUID(int=2))


def test_a_silent_service_leaves_the_rest_of_the_page(vega: CannedServices, browser: FlaskClient) -> None:
    vega.answers["count_onboarding"] = ServiceError("unavailable", "service_unavailable", "", {})
    answer = browser.get("/console/onboarding")
    assert answer.status_code == 200
    assert "Vega Systems" in answer.text


def test_a_rank_is_set_against_the_version_that_was_read(vega: CannedServices, browser: FlaskClient) -> None:
    browser.post(f"/console/partners/{VEGA}/tier", data={"tier": "gold", "version": "3"})
    assert vega.commands("update_partner") == [{"partner_id": VEGA, "version": 3, "tier": "gold"}]


def test_only_who_may_assign_a_channel_manager_is_offered_it(
    vega: CannedServices, desk: Desk, browser: FlaskClient
) -> None:
    address = f"/console/partners/{VEGA}/channel-manager"
    assert address not in browser.get(f"/console/partners/{VEGA}").text
    desk.sign_in_as("program_manager")
    page = browser.get(f"/console/partners/{VEGA}").text
    assert address in page
    assert "Pia Alonso" in page
    browser.post(address, data={"person_id": PIA})
    browser.post(address, data={"person_id": ""})
    assert [sent["person_id"] for sent in vega.commands("assign_channel_manager")] == [PIA, ""]
