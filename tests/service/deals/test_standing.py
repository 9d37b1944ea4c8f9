"""What deals has heard of a partner's certified people: shown to staff in one registration, to partners never."""

from typing import Any
from uuid import uuid4

import pytest

from chassis.context import Principal
from tests.service.deals.market import APPROVER, AUDITOR, Market
from tests.service.rebuilt import assert_made_again


def hear(market: Market, partner_id: str, fact: str, *, requirement: str, **changes: Any) -> None:
    data = {
        "company_requirement_id": requirement,
        "requirement_id": str(uuid4()),
        "certification_id": str(uuid4()),
        "certification_code": "cloud-sales",
        "partner_id": partner_id,
        "required": 2,
        "holders": 2,
        "falls_below_on": None,
        "renew_person_ids": [],
        **changes,
    }
    subject = f"company_requirement/{requirement}"
    market.harness.deliver("enablement", f"company_requirement.{fact}.v1", data, subject=subject)


@pytest.mark.parametrize("reader", [APPROVER, AUDITOR], ids=["who decides", "who audits"])
def test_staff_read_in_a_registration_what_its_partner_is_certified_for(market: Market, reader: Principal) -> None:
    partner_id, requirement = market.partner(), str(uuid4())
    registered = market.register(market.seller(partner_id))
    assert market.see(registered, reader)["partner_certifications"] == []
    hear(market, partner_id, "met", requirement=requirement)
    hear(market, partner_id, "at_risk", requirement=requirement, falls_below_on="2026-05-01")
    hear(market, market.partner(), "lost", requirement=str(uuid4()), holders=0)
    assert market.see(registered, reader)["partner_certifications"] == [
        {
            "certification_code": "cloud-sales",
            "status": "at_risk",
            "required": 2,
            "holders": 2,
            "falls_below_on": "2026-05-01",
        }
    ]


def test_a_requirement_that_is_met_again_replaces_what_was_heard_before(market: Market) -> None:
    partner_id, requirement = market.partner(), str(uuid4())
    registered = market.register(market.seller(partner_id))
    hear(market, partner_id, "lost", requirement=requirement, holders=1)
    hear(market, partner_id, "met", requirement=requirement)
    (told,) = market.see(registered)["partner_certifications"]
    assert (told["status"], told["holders"]) == ("met", 2)


def test_a_requirement_that_is_asked_no_more_is_shown_no_more(market: Market) -> None:
    partner_id, kept, withdrawn = market.partner(), str(uuid4()), str(uuid4())
    registered = market.register(market.seller(partner_id))
    hear(market, partner_id, "met", requirement=kept, certification_code="security")
    hear(market, partner_id, "lost", requirement=withdrawn, holders=1)
    hear(market, partner_id, "withdrawn", requirement=withdrawn)
    assert [told["certification_code"] for told in market.see(registered)["partner_certifications"]] == ["security"]
    hear(market, partner_id, "withdrawn", requirement=str(uuid4()))


def test_a_partner_is_not_told_in_its_registration(market: Market) -> None:
    partner_id = market.partner()
    seller = market.seller(partner_id)
    registered = market.register(seller)
    hear(market, partner_id, "met", requirement=str(uuid4()))
    assert "partner_certifications" not in market.see(registered, seller)


def test_a_requirement_may_be_heard_before_its_partner(market: Market) -> None:
    partner_id = str(uuid4())
    hear(market, partner_id, "met", requirement=str(uuid4()))
    market.hear(partner_id, "active")
    registered = market.register(market.seller(partner_id))
    assert len(market.see(registered)["partner_certifications"]) == 1


def test_a_rebuild_makes_what_deals_heard_and_changes_nothing_else(market: Market) -> None:
    parent, requirement = market.partner(), str(uuid4())
    partner_id = market.partner("onboarding", parent=parent, country="PT")
    market.hear(partner_id, "active", parent=parent, country="PT")
    registered = market.register(market.seller(partner_id))
    hear(market, partner_id, "met", requirement=requirement)
    hear(market, partner_id, "at_risk", requirement=requirement, falls_below_on="2026-05-01")
    hear(market, partner_id, "met", requirement=(asked_no_more := str(uuid4())))
    hear(market, partner_id, "withdrawn", requirement=asked_no_more)
    market.hear(parent, "suspended")
    assert assert_made_again(market.harness) == 3
    assert market.see(registered)["partner_certifications"][0]["status"] == "at_risk"
