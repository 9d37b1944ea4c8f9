"""Certificates and requirements in the console: named before they are revoked, sent as typed, shown to who may."""

from typing import Any
from uuid import UUID

import pytest
from flask.testing import FlaskClient

from tests.gateway.console.conftest import CannedServices, Desk

CERTIFICATE, CERTIFICATION, REQUIREMENT, PARTNER = (str(UUID(int=number)) for number in (31, 32, 33, 34))
HELD = {
    "certificate_id": CERTIFICATE,
    "number": "C-10417",
    "code": "K7QM-2F9D-XW3T",
    "certification_id": CERTIFICATION,
    "certification_code": "cloud-sales",
    "title": {"en": "Cloud sales professional", "es": "Profesional de ventas"},
    "person_id": str(UUID(int=35)),
    "partner_id": None,
    "holder_name": "Lucía Vega",
    "issued_at": "2026-03-02T09:00:00+00:00",
    "expires_at": "2027-03-02T09:00:00+00:00",
    "grace_days": 30,
    "status": "active",
    "standing": "valid",
    "replaces_certificate_id": None,
    "revoked_at": None,
    "revoked_by": None,
    "reason_code": None,
    "reason": None,
    "printed_at": "2026-03-02T09:00:05+00:00",
    "version": 1,
}
COMPANY = {
    "company_requirement_id": str(UUID(int=36)),
    "requirement_id": REQUIREMENT,
    "certification_id": CERTIFICATION,
    "certification_code": "cloud-sales",
    "title": HELD["title"],
    "partner_id": PARTNER,
    "partner_name": "Vega Systems",
    "required": 3,
    "holders": 3,
    "status": "at_risk",
    "falls_below_on": "2026-10-14",
    "renew": [{"person_id": HELD["person_id"], "expires_at": "2026-10-14T09:00:00+00:00"}],
    "changed_at": "2026-03-02T09:00:00+00:00",
}
DEFINED = {
    "certification_id": CERTIFICATION,
    "code": "cloud-sales",
    "title": HELD["title"],
    "description": {},
    "course_ids": [str(UUID(int=37))],
    "validity_months": 12,
    "grace_days": 30,
    "reminders": [90, 60, 30, 7],
    "status": "active",
    "created_at": "2026-03-02T09:00:00+00:00",
    "version": 4,
}
WHY = {"reason_code": "other", "reason": "You asked us.", "confirmation": "lucía vega"}
ADDRESS = f"/console/certificates/{CERTIFICATE}"


@pytest.fixture(autouse=True)
def answers(desk: Desk, services: CannedServices) -> None:
    desk.sign_in_as("program_manager")
    asked = {"requirement_id": REQUIREMENT, "required": 3, "partner_types": [], "version": 1, **_named()}
    services.answers |= {
        "get_certificate": HELD,
        "list_certificates": {"items": [HELD], "next_cursor": None},
        "list_certifications": {"items": [DEFINED], "next_cursor": None},
        "get_certification": DEFINED,
        "list_company_requirements": {"items": [COMPANY], "next_cursor": None},
        "list_requirements": {"items": [asked], "next_cursor": None},
        "list_courses": {
            "items": [{"course_id": DEFINED["course_ids"][0], "title": {"en": "Basics"}, "status": "published"}]
        },
        "get_people": {"items": [{"person_id": HELD["person_id"], "name": "Lucía Vega"}]},
        "revoke_certificate": HELD,
        "set_requirement": asked,
        "update_certification": DEFINED,
    }


def _named() -> dict[str, Any]:
    return {name: COMPANY[name] for name in ("certification_id", "certification_code", "title")}


def test_the_list_leads_to_each_certificate(browser: FlaskClient) -> None:
    page = browser.get("/console/certificates?status=active&q=luc").text
    assert f'href="{ADDRESS}"' in page
    assert "Lucía Vega" in page
    assert "Valid" in page


def test_the_list_as_a_file_has_a_line_for_each(browser: FlaskClient) -> None:
    lines = browser.get("/console/certificates.csv").text.splitlines()
    assert lines[1].startswith("C-10417,Lucía Vega,cloud-sales,active")


def test_the_dialog_names_whose_certificate_is_revoked(browser: FlaskClient) -> None:
    sheet = browser.get(f"{ADDRESS}/revoke", headers={"HX-Request": "true"}).text
    assert "Revoke the certificate of Lucía Vega?" in sheet
    assert "<html" not in sheet
    whole = browser.get(f"{ADDRESS}/revoke").text
    assert "Revoke the certificate of Lucía Vega?" in whole
    assert "<html" in whole


@pytest.mark.parametrize(
    ("missing", "told"),
    [
        ("reason_code", "Choose why it is revoked"),
        ("reason", "Write the reason; the holder will read it"),
        ("confirmation", "Type the holder&#39;s name as it is written above"),
    ],
)
def test_without_a_reason_and_the_name_nothing_is_revoked(
    browser: FlaskClient, services: CannedServices, missing: str, told: str
) -> None:
    answer = browser.post(f"{ADDRESS}/revoke", data={**WHY, missing: ""})
    assert answer.status_code == 422
    assert told in answer.text
    assert services.commands("revoke_certificate") == []


def test_a_revocation_is_sent_as_it_was_written(browser: FlaskClient, services: CannedServices) -> None:
    answer = browser.post(f"{ADDRESS}/revoke", data={**WHY, "key": "k"})
    assert answer.headers["Location"] == ADDRESS
    (sent,) = services.commands("revoke_certificate")
    assert sent == {"certificate_id": CERTIFICATE, "reason_code": "other", "reason": "You asked us."}


def test_an_auditor_reads_and_is_offered_no_revocation(desk: Desk, browser: FlaskClient) -> None:
    desk.sign_in_as("auditor")
    page = browser.get(ADDRESS).text
    assert "Lucía Vega" in page
    assert "/revoke" not in page
    assert browser.post(f"{ADDRESS}/revoke", data=WHY).status_code == 403


def test_a_revoked_certificate_says_why_and_by_whom(browser: FlaskClient, services: CannedServices) -> None:
    more = {"status": "revoked", "revoked_at": "2026-04-01T09:00:00+00:00", "revoked_by": f"person:{HELD['person_id']}"}
    services.answers["get_certificate"] = {**HELD, **more, "reason_code": "other", "reason": "You asked us."}
    page = browser.get(ADDRESS).text
    assert "Another reason: You asked us." in page
    assert "/document" not in page


def test_a_company_shows_the_day_it_falls_below_and_who_renews(browser: FlaskClient) -> None:
    page = browser.get("/console/requirements").text
    assert "Below 3 on 14\N{NO-BREAK SPACE}Oct\N{NO-BREAK SPACE}2026" in page
    assert "Lucía Vega" in page
    assert "At risk" in page


def test_what_is_asked_of_companies_is_sent_as_typed(browser: FlaskClient, services: CannedServices) -> None:
    typed = {"certification_id": CERTIFICATION, "required": "3", "partner_types": ["reseller", "nonsense"]}
    assert browser.post("/console/requirements/new", data=typed).status_code == 303
    (sent,) = services.commands("set_requirement")
    assert sent == {"certification_id": CERTIFICATION, "required": 3, "partner_types": ["reseller"]}


@pytest.mark.parametrize("required", ["", "0", "many", "1001"])
def test_how_many_has_to_be_a_number_that_makes_sense(
    browser: FlaskClient, services: CannedServices, required: str
) -> None:
    typed = {"certification_id": CERTIFICATION, "required": required}
    answer = browser.post("/console/requirements/new", data=typed)
    assert answer.status_code == 422
    assert 'href="#required"' in answer.text
    assert services.commands("set_requirement") == []


def test_withdrawing_names_the_certification_and_tells_the_owner(
    browser: FlaskClient, services: CannedServices
) -> None:
    address = f"/console/requirements/{REQUIREMENT}/withdraw"
    assert "Ask nobody for Cloud sales professional any more?" in browser.get(address).text
    assert browser.post(address).status_code == 303
    assert services.commands("withdraw_requirement") == [{"requirement_id": REQUIREMENT}]


def test_an_empty_validity_means_for_good_and_the_version_read_is_the_one_changed(
    browser: FlaskClient, services: CannedServices
) -> None:
    typed = {
        "title_en": "Cloud sales",
        "title_es": "",
        "course_ids": DEFINED["course_ids"],
        "validity_months": "",
        "grace_days": "0",
        "reminders": "30, 7",
        "version": "3",
    }
    assert browser.post(f"/console/certifications/{CERTIFICATION}/edit", data=typed).status_code == 303
    (sent,) = services.commands("update_certification")
    assert (sent["validity_months"], sent["version"], sent["reminders"]) == (None, 3, [30, 7])
    assert sent["title"] == {"en": "Cloud sales"}


def test_a_definition_without_a_course_is_refused_at_its_field(browser: FlaskClient, services: CannedServices) -> None:
    typed = {"code": "x", "title_en": "X", "validity_months": "a", "grace_days": "b", "reminders": "c"}
    answer = browser.post("/console/certifications/new", data=typed)
    assert answer.status_code == 422
    for name in ("course_ids", "validity_months", "grace_days", "reminders"):
        assert f'href="#{name}"' in answer.text
    assert services.commands("create_certification") == []
