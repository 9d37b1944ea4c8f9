"""What partners really publishes holds to its documents: one story in which every event of the service happens."""

import json
from typing import Any

import pytest
from jsonschema import Draft202012Validator, FormatChecker

from chassis.testing import ANYBODY, Harness
from deploy.docs.catalogue import EventDocument, event_documents
from tests.service.partners.office import STAFF, Office, admin_of, onboard

DOCUMENTS = {document.type: document for document in event_documents() if document.owner == "partners"}


@pytest.fixture
def told(office: Office, harness: Harness) -> list[dict[str, Any]]:
    office.ask("ensure_program", code="northbeam", name="Northbeam Partner Program")
    withdrawn, declined = office.apply(), office.apply()
    office.ask("withdraw_application", ANYBODY, status_token=withdrawn["status_token"])
    office.ask("decline_application", application_id=declined["application_id"], reason_code="other", text="Not now.")
    manager = office.ask("add_person", name="Ann", email="ann@northbeam.example", role="channel_manager")
    made = office.active_partner(legal_name="Vega Systems, S.L.")
    partner_id = made["partner_id"]
    office.ask("assign_channel_manager", partner_id=partner_id, person_id=manager["person_id"])
    office.ask("suspend_partner", partner_id=partner_id, reason="Audit.")
    office.ask("reinstate_partner", partner_id=partner_id)
    onboard(office, made)
    seller = {"name": "Sol", "email": "sol@vega.example", "role": "partner_seller"}
    sol = office.ask("add_person", admin_of(made), **seller)
    office.ask("update_person", admin_of(made), person_id=sol["person_id"], version=1, role="partner_admin")
    office.ask("terminate_partner", partner_id=partner_id, reason="Closed.")
    return harness.events()


def holds(document: EventDocument, data: Any) -> list[str]:
    validator = Draft202012Validator(document.schema, format_checker=FormatChecker())
    return [error.message for error in validator.iter_errors(data)]


def test_every_event_of_the_service_happens_and_holds_to_its_document(told: list[dict[str, Any]]) -> None:
    assert {event["type"] for event in told} == set(DOCUMENTS)
    for event in told:
        assert holds(DOCUMENTS[event["type"]], event["data"]) == [], event["type"]


def test_events_of_one_subject_count_without_gaps(told: list[dict[str, Any]]) -> None:
    versions: dict[str, list[int]] = {}
    for event in told:
        versions.setdefault(event["subject"], []).append(event["aggregateversion"])
    assert all(counted == list(range(1, len(counted) + 1)) for counted in versions.values())


def test_an_event_for_partners_carries_whose_it_is_and_nobody_elses(told: list[dict[str, Any]]) -> None:
    for event in told:
        if DOCUMENTS[event["type"]].audience == "partner" and event["data"]["partner_id"]:
            assert event["partnerid"] == event["data"]["partner_id"]


def test_every_event_says_who_caused_it(told: list[dict[str, Any]]) -> None:
    assert {event["actor"] for event in told} >= {STAFF.actor, "anonymous"}
    assert all(event["actor"].partition(":")[0] in ("person", "anonymous", "service") for event in told)


def test_no_attribute_of_an_envelope_identifies_a_person(told: list[dict[str, Any]]) -> None:
    for event in told:
        attributes = {name: value for name, value in event.items() if name != "data"}
        assert "@" not in json.dumps(attributes)
