"""A partner joins, registers a deal, staff decide, other systems hear of it: on a fresh suite, over HTTP alone."""

from collections.abc import Iterator
from typing import Any

import pytest

from deploy.local.catalogue import programs
from tests.running_suite import RunningSuite
from tests.system.scenario import Vendor, new_customer, registration, wait_for


@pytest.fixture(scope="module")
def vendor(suite: RunningSuite) -> Iterator[Vendor]:
    known = Vendor(suite.status())
    yield known
    known.anybody.close()


def test_the_status_document_names_every_process_and_account(suite: RunningSuite) -> None:
    status = suite.status()
    assert status["state"] == "running"
    names = {process["name"] for process in status["processes"]}
    assert names >= {"supervisor", "gateway", "outbound"} | {program.name for program in programs()}
    assert all(process["healthy"] for process in status["processes"])
    assert set(status["databases"]) == {"partners", "deals", "enablement", "content", "metrics", "gateway"}
    assert set(status["accounts"]) == {"staff", "approver", "partner_a", "partner_b"}
    assert all(account["email"] and account["password"] and account["token"] for account in status["accounts"].values())


def test_every_installation_has_two_active_partners(vendor: Vendor) -> None:
    partners = vendor.staff.get("/v1/partners?limit=50")["items"]
    active = {partner["legal_name"] for partner in partners if partner["status"] == "active"}
    assert len(active) >= 2


def test_a_deal_goes_from_an_application_to_other_systems(vendor: Vendor) -> None:
    partner = vendor.join("Talleres Unidos")
    customer = new_customer()
    mine = partner.post("/v1/deal-registrations", registration(customer))
    assert mine["status"] == "submitted"

    check = vendor.partner_a.post("/v1/conflict-checks", {"customer": customer, "product_line": "platform"})
    assert check["outcome"] == "possible_conflict"
    assert "Talleres" not in str(check)

    theirs = vendor.partner_a.post("/v1/deal-registrations", registration(customer))
    won, lost = mine["deal_registration_id"], theirs["deal_registration_id"]
    vendor.approver.post(f"/v1/deal-registrations/{won}/approve", {})
    refusal = {"reason_code": "registered_other_partner", "text": "Another registration came first."}
    vendor.approver.post(f"/v1/deal-registrations/{lost}/reject", refusal)

    seen = partner.get(f"/v1/deal-registrations/{won}")
    assert seen["status"] == "approved"
    assert seen["protected_until"]
    refused = vendor.partner_a.get(f"/v1/deal-registrations/{lost}")
    assert refused["status"] == "rejected"
    assert refused["decision"]["reason_code"] == "registered_other_partner"
    assert "Talleres" not in str(refused)

    _assert_heard_once_and_in_order(vendor, won, last="deal_registration.approved.v1")
    _assert_heard_once_and_in_order(vendor, lost, last="deal_registration.rejected.v1")


def _assert_heard_once_and_in_order(vendor: Vendor, registration_id: str, *, last: str) -> None:
    subject = f"deal_registration/{registration_id}"

    def heard() -> list[dict[str, Any]] | None:
        events = vendor.events_of(subject)[subject]
        return events if last in [event["type"] for event in events] else None

    events = wait_for(heard, f"{last} in the feed")
    versions = [event["aggregateversion"] for event in events]
    assert versions == list(range(1, len(events) + 1))
    assert len({event["id"] for event in events}) == len(events)
    assert events[0]["type"] == "deal_registration.submitted.v1"
