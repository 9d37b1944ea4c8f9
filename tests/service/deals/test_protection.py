"""Protection: when it starts, how it is lengthened, and every way it ends."""

from datetime import timedelta

import pytest

from chassis.clock import FrozenClock
from services.deals.protection.jobs import expire_registrations
from tests.service.deals.market import MANAGER, MONDAY, Market
from tests.service.deals.refusals import refused

pytestmark = pytest.mark.usefixtures("time")


def test_suspension_keeps_protection_that_was_earned(market: Market) -> None:
    partner_id = market.partner()
    approved = market.approved(market.seller(partner_id))
    market.hear(partner_id, "suspended")
    assert market.see(approved)["protected_until"] == approved["protected_until"]


def test_protection_starts_at_the_approval_and_not_at_the_submission(market: Market, time: FrozenClock) -> None:
    registered = market.register(market.seller(market.partner()))
    approved_at = time.advance(days=3)
    approved = market.approve(registered)
    assert approved["protected_until"] == (approved_at + timedelta(days=90)).isoformat()
    assert (approved["decide_by"], approved["decision"]["decided_by"]) == (None, "approver")


def test_partners_extend_near_the_end_and_say_what_happened(market: Market, time: FrozenClock) -> None:
    by = market.seller(market.partner())
    approved = market.approved(by)
    assert refused(market.do, "extend_deal_registration", approved, by, reason="Met").details["rule"] == "too_early"
    time.advance(days=70)
    assert refused(market.do, "extend_deal_registration", approved, by).details["rule"] == "no_progress"
    extended = market.do("extend_deal_registration", approved, by, reason="Met the board on Tuesday.")
    assert extended["protected_until"] == (MONDAY + timedelta(days=135)).isoformat()
    assert extended["extensions_used"] == 1


def test_a_moved_sales_stage_is_progress_enough_for_an_extension(market: Market, time: FrozenClock) -> None:
    by = market.seller(market.partner())
    approved = market.approved(by)
    time.advance(days=70)
    market.do("set_deal_registration_stage", approved, by, sales_stage="proposal")
    assert market.do("extend_deal_registration", approved, by)["extensions_used"] == 1


def test_staff_extend_when_they_see_fit_but_only_twice(market: Market) -> None:
    approved = market.approved(market.seller(market.partner()))
    market.do("extend_deal_registration", approved, MANAGER)
    extended = market.do("extend_deal_registration", approved, MANAGER, days=10, reason="Tender moved")
    assert extended["protected_until"] == (MONDAY + timedelta(days=145)).isoformat()
    assert refused(market.do, "extend_deal_registration", approved, MANAGER).details["rule"] == "limit"


def test_expiry_gives_one_event_however_late_and_however_often_it_runs(market: Market, time: FrozenClock) -> None:
    approved = market.approved(market.seller(market.partner()))
    time.advance(days=93)
    assert market.harness.run_job(expire_registrations) == 1
    assert market.harness.run_job(expire_registrations) == 0
    assert market.see(approved)["status"] == "expired"
    assert market.facts(approved) == ["submitted", "approved", "expired"]


def test_a_hundred_expired_registrations_are_caught_up_in_one_run(market: Market, time: FrozenClock) -> None:
    by = market.seller(market.partner())
    for _ in range(60):
        market.approved(by)
    time.advance(days=91)
    assert market.harness.run_job(expire_registrations) == 60
    assert len(market.harness.events("deal_registration.expired.v1")) == 60


@pytest.mark.parametrize(
    "verb", ["release_deal_registration", "revoke_deal_registration", "mark_deal_registration_lost"]
)
def test_a_protection_that_ended_early_names_no_day_any_more(market: Market, verb: str) -> None:
    by = market.seller(market.partner())
    approved = market.approved(by)
    more = {"reason": "No progress was shown."} if verb == "revoke_deal_registration" else {}
    ended = market.do(verb, approved, MANAGER if verb == "revoke_deal_registration" else by, **more)
    assert ended["protected_until"] is None
    assert market.see(approved)["protected_until"] is None


def test_a_released_registration_is_final(market: Market) -> None:
    by = market.seller(market.partner())
    released = market.do("release_deal_registration", market.approved(by), by)
    assert (released["status"], released["actions"]) == ("released", [])


def test_a_revoked_registration_tells_its_partner_why(market: Market) -> None:
    by = market.seller(market.partner())
    approved = market.approved(by)
    market.do("revoke_deal_registration", approved, MANAGER, reason="No contact with the customer.")
    seen = market.see(approved, by)
    assert (seen["status"], seen["decision"]["status"]) == ("revoked", "revoked")
    assert seen["decision"]["text"] == "No contact with the customer."
