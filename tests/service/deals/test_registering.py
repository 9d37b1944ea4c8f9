"""Registering: drafts, completeness, who may, the promise, changes and their history, on a real PostgreSQL."""

from datetime import timedelta

import pytest

from chassis.clock import FrozenClock
from tests.service.deals.market import MONDAY, Market, a_customer
from tests.service.deals.refusals import refused

pytestmark = pytest.mark.usefixtures("time")


def test_a_complete_registration_is_submitted_with_a_number_a_promise_and_no_protection(market: Market) -> None:
    registered = market.register(market.seller(market.partner()))
    assert registered["status"] == "submitted"
    assert registered["number"].startswith("D-")
    assert registered["decide_by"] == "2026-03-04T09:00:00+00:00"
    assert registered["protected_until"] is None
    assert registered["amount"] == "48500.00"
    assert market.facts(registered) == ["submitted"]


def test_a_draft_needs_the_customers_name_alone_and_says_nothing_to_anybody(market: Market) -> None:
    by = market.seller(market.partner())
    command = {"customer": {"legal_name": "Río"}, "submit": False}
    draft = market.harness.call("register_deal", command, principal=by)
    assert (draft["status"], draft["actions"]) == ("draft", ["update", "delete", "submit"])
    assert market.facts(draft) == []


def test_submitting_an_incomplete_draft_names_every_missing_field(market: Market) -> None:
    by = market.seller(market.partner())
    draft = market.harness.call("register_deal", {"customer": {"legal_name": "Río"}, "submit": False}, principal=by)
    error = refused(market.do, "submit_deal_registration", draft, by)
    pointers = [field["pointer"] for field in error.details["fields"]]
    assert (error.kind, error.code) == ("invalid", "validation_failed")
    assert pointers == [
        *("/customer/country", "/customer/domain", "/contact", "/product_line", "/amount", "/currency"),
        "/expected_close_on",
    ]


def test_the_same_incomplete_payload_is_refused_alike_at_once_and_at_submit(market: Market) -> None:
    by = market.seller(market.partner())
    body = {"customer": {"legal_name": "Río", "country": "ES"}}
    draft = market.harness.call("register_deal", {**body, "submit": False}, principal=by)
    at_once = refused(market.harness.call, "register_deal", body, principal=by)
    later = refused(market.do, "submit_deal_registration", draft, by)
    assert at_once.details == later.details


@pytest.mark.parametrize("status", ["applicant", "suspended", "terminated"])
def test_a_partner_who_is_not_eligible_cannot_register(market: Market, status: str) -> None:
    error = refused(market.register, market.seller(market.partner(status)))
    assert (error.kind, error.code) == ("forbidden", "partner_not_eligible")


def test_a_partner_deals_never_heard_of_cannot_register(market: Market) -> None:
    unknown = market.seller("00000000-0000-4000-8000-000000000001")
    assert refused(market.register, unknown).code == "partner_not_eligible"


def test_a_partner_still_onboarding_may_register(market: Market) -> None:
    assert market.register(market.seller(market.partner("onboarding")))["status"] == "submitted"


def test_a_draft_can_be_deleted_and_leaves_its_history(market: Market) -> None:
    by = market.seller(market.partner())
    draft = market.register(by, submit=False)
    market.do("delete_deal_registration", draft, by)
    assert refused(market.see, draft, by).code == "deal_registration_not_found"
    registered = market.register(by)
    assert refused(market.do, "delete_deal_registration", registered, by).code == "illegal_transition"


def test_the_history_says_who_changed_what_from_what_to_what_and_through_which_channel(market: Market) -> None:
    by = market.seller(market.partner(), person="ana")
    draft = market.register(by, submit=False, description="First")
    market.harness.call(
        "update_deal_registration",
        {"deal_registration_id": draft["deal_registration_id"], "version": 1, "description": "Second"},
        principal=by,
        channel="portal",
    )
    entry = market.do("get_deal_registration_history", draft, by)["items"][-1]
    assert (entry["actor"], entry["channel"], entry["action"]) == ("person:ana", "portal", "updated")
    assert (entry["before"], entry["after"]) == ({"description": "First"}, {"description": "Second"})


def test_a_part_of_the_customer_changes_that_part_alone(market: Market) -> None:
    by = market.seller(market.partner())
    draft = market.register(by, submit=False, customer={**a_customer(), "legal_name": "Uno SL"})
    changed = market.do("update_deal_registration", draft, by, version=1, customer={"city": "Bilbao"})
    assert (changed["customer"]["legal_name"], changed["customer"]["city"]) == ("Uno SL", "Bilbao")


def test_the_promise_is_kept_in_the_hours_of_the_region_that_decides(market: Market, time: FrozenClock) -> None:
    time.at = MONDAY + timedelta(days=4, hours=6)  # Friday 16:00 in Madrid, 10:00 in New York.
    spain = market.register(market.seller(market.partner(country="ES")))
    states = market.register(market.seller(market.partner(country="US")))
    assert spain["decide_by"] == "2026-03-10T15:00:00+00:00"  # Tuesday 16:00.
    assert states["decide_by"] == "2026-03-10T14:00:00+00:00"  # Tuesday 10:00 after their change to summer time.
