"""The life of a registration through the RPC methods, on a real PostgreSQL."""

from typing import Any

import pytest

from chassis.clock import FrozenClock
from chassis.errors import ServiceError
from services.deals.decisions.jobs import lapse_unanswered_requests
from services.deals.protection.jobs import expire_registrations
from tests.service.deals.market import APPROVER, MANAGER, MONDAY, Market

pytestmark = pytest.mark.usefixtures("time")


def code_of(caught: pytest.ExceptionInfo[ServiceError]) -> str:
    return caught.value.code


def test_a_complete_registration_is_submitted_with_a_number_a_promise_and_no_protection(market: Market) -> None:
    registered = market.register(market.seller(market.partner()))
    assert registered["status"] == "submitted"
    assert registered["number"].startswith("D-")
    assert registered["decide_by"] == "2026-03-04T09:00:00+00:00"
    assert registered["protected_until"] is None
    assert registered["amount"] == "48500.00"
    assert market.facts(registered) == ["submitted"]
