"""Information asked for: what opens, how the clock rests, and what becomes of a silence."""

from datetime import timedelta

import pytest

from chassis.clock import FrozenClock
from services.deals.decisions.jobs import lapse_unanswered_requests
from tests.service.deals.market import MONDAY, Market
from tests.service.deals.refusals import refused

pytestmark = pytest.mark.usefixtures("time")


def test_information_asked_for_opens_only_the_ticked_fields(market: Market) -> None:
    by = market.seller(market.partner())
    asked = market.ask(market.register(by), "evidence", "amount")
    error = refused(market.do, "update_deal_registration", asked, by, version=asked["version"], description="Other")
    assert (error.code, error.details["locked"]) == ("fields_locked", ["description"])
    changed = market.do("update_deal_registration", asked, by, version=asked["version"], amount="50000")
    assert changed["amount"] == "50000.00"


def test_the_clock_rests_while_information_is_asked_for_and_shows_it(market: Market, time: FrozenClock) -> None:
    by = market.seller(market.partner())
    registered = market.register(by)
    time.advance(hours=3)
    asked = market.ask(registered)
    assert asked["decide_by"] is None
    assert asked["sla_paused_at"] == (MONDAY + timedelta(hours=3)).isoformat()
    time.advance(days=7)
    answered = market.do("submit_deal_registration", asked, by)
    assert answered["status"] == "in_review"
    assert answered["decide_by"] == "2026-03-11T09:00:00+00:00"  # 13 of 16 hours were left on the next Monday noon.
    assert answered["sla_paused_minutes"] == 5 * 8 * 60


def test_an_answered_request_keeps_its_place_in_the_line(market: Market, time: FrozenClock) -> None:
    by = market.seller(market.partner())
    registered = market.register(by)
    asked = market.ask(registered)
    time.advance(days=2)
    answered = market.do("submit_deal_registration", asked, by)
    assert answered["submitted_at"] == registered["submitted_at"]
    assert market.facts(registered) == ["submitted", "info_requested", "resubmitted"]


def test_an_unanswered_request_lapses_after_ten_business_days_once(market: Market, time: FrozenClock) -> None:
    asked = market.ask(market.register(market.seller(market.partner())))
    time.advance(days=11)
    assert market.harness.run_job(lapse_unanswered_requests) == 0
    time.advance(days=4)
    assert market.harness.run_job(lapse_unanswered_requests) == 1
    assert market.harness.run_job(lapse_unanswered_requests) == 0
    assert market.see(asked)["status"] == "lapsed"
    assert market.facts(asked).count("lapsed") == 1
