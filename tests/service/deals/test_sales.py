"""The sales track: stages, the opportunity in the CRM, won, lost, and back again."""

import pytest

from chassis.clock import FrozenClock
from tests.service.deals.market import MANAGER, Market
from tests.service.deals.refusals import refused

pytestmark = pytest.mark.usefixtures("time")


def test_converting_twice_keeps_one_opportunity(market: Market) -> None:
    approved = market.approved(market.seller(market.partner()))
    market.do("convert_deal_registration", approved, MANAGER, crm_opportunity_ref="006-1")
    twice = market.do("convert_deal_registration", approved, MANAGER, crm_opportunity_ref="006-1")
    assert (twice["status"], twice["crm_opportunity_ref"]) == ("converted", "006-1")
    assert market.facts(approved).count("converted") == 1
    error = refused(market.do, "convert_deal_registration", approved, MANAGER, crm_opportunity_ref="006-2")
    assert error.code == "illegal_transition"


@pytest.mark.parametrize("converted", [False, True])
def test_a_deal_closed_by_mistake_returns_to_where_it_was(market: Market, converted: bool) -> None:
    by = market.seller(market.partner())
    approved = market.approved(by)
    market.do("set_deal_registration_stage", approved, by, sales_stage="negotiation")
    if converted:
        market.do("convert_deal_registration", approved, MANAGER)
    won = market.do("mark_deal_registration_won", approved, by, amount="52000.5")
    assert (won["status"], won["sales_stage"], won["amount"]) == ("closed_won", "won", "52000.50")
    reopened = market.do("reopen_deal_registration", approved, MANAGER)
    assert reopened["status"] == ("converted" if converted else "approved")
    assert reopened["sales_stage"] == "negotiation"
    assert reopened["protected_until"] == approved["protected_until"]


def test_a_closed_deal_cannot_be_reopened_after_thirty_days(market: Market, time: FrozenClock) -> None:
    by = market.seller(market.partner())
    approved = market.approved(by)
    market.do("mark_deal_registration_lost", approved, by, reason="Price")
    time.advance(days=31)
    assert refused(market.do, "reopen_deal_registration", approved, MANAGER).code == "reopen_window_over"


def test_the_sales_stage_moves_by_an_update_and_won_is_no_stage_to_move_to(market: Market) -> None:
    by = market.seller(market.partner())
    approved = market.approved(by)
    moved = market.do("update_deal_registration", approved, by, version=approved["version"], sales_stage="qualified")
    assert moved["sales_stage"] == "qualified"
    assert market.facts(approved)[-1] == "stage_changed"
    error = refused(market.do, "update_deal_registration", approved, by, version=moved["version"], sales_stage="won")
    assert error.code == "illegal_transition"
