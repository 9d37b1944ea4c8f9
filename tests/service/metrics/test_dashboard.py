"""The dashboard: one answer that holds what the catalogue computes, for staff alone."""

from uuid import uuid4

import pytest

from chassis.errors import ServiceError
from chassis.testing import Harness, principal
from services.metrics.catalogue.model import METRICS
from tests.service.metrics.world import World, day

pytestmark = pytest.mark.usefixtures("time")


def grow(world: World) -> None:
    for n in range(12):
        partner = world.partner(
            day("2025-01-10"), f"Partner {n:02}", partner_type="reseller" if n % 2 else "integrator"
        )
        for _ in range(n):
            world.registration(partner, day("2026-05-04"), amount=f"{n}00.00").approved(day("2026-05-05"), 120).won(
                day("2026-05-20")
            )
    world.tell()


def test_every_value_of_it_is_the_one_that_the_catalogue_computes(harness: Harness, world: World) -> None:
    grow(world)
    board = harness.call("get_dashboard", {"period": "2026-Q2"})
    assert [item["metric"] for item in board["items"]] == list(METRICS)
    for item in board["items"]:
        assert item["value"] == harness.call("measure_metric", {"metric": item["metric"], "period": "2026-Q2"})["value"]
    for month in board["months"]:
        for code, value in month["values"].items():
            assert value == harness.call("measure_metric", {"metric": code, "period": month["period"]})["value"]


def test_the_months_are_the_twelve_up_to_the_end_of_the_period_or_to_this_one(harness: Harness) -> None:
    months = harness.call("get_dashboard", {"period": "2026"})["months"]
    assert (months[0]["period"], months[-1]["period"], len(months)) == ("2025-07", "2026-06", 12)
    earlier = harness.call("get_dashboard", {"period": "2025-Q4"})["months"]
    assert earlier[-1]["period"] == "2025-12"


def test_the_foremost_partners_are_the_ten_with_most_revenue(harness: Harness, world: World) -> None:
    grow(world)
    found = harness.call("get_dashboard", {"period": "2026-Q2"})["partners"]
    assert [partner["name"] for partner in found] == [f"Partner {n:02}" for n in range(11, 1, -1)]
    assert found[0]["values"]["partner_sourced_revenue"] == "12100.00"


def test_targets_of_the_program_stand_beside_its_numbers_and_its_months(harness: Harness, world: World) -> None:
    grow(world)
    for period, value in (("2026-Q2", "100000"), ("2026-05", "40000")):
        harness.call("set_target", {"metric": "partner_sourced_revenue", "period": period, "value": value})
    board = harness.call("get_dashboard", {"period": "2026-Q2"})
    revenue = next(item for item in board["items"] if item["metric"] == "partner_sourced_revenue")
    assert (revenue["target"], revenue["target_set_for"], revenue["attainment"]) == ("100000.0000", "program", "missed")
    targets = {month["period"]: month["targets"] for month in board["months"] if month["targets"]}
    assert targets == {"2026-05": {"partner_sourced_revenue": "40000.0000"}}


def test_partners_have_no_dashboard_of_the_program(harness: Harness) -> None:
    admin = principal("ana", roles=["partner_admin"], scope="company", partner_id=uuid4())
    with pytest.raises(ServiceError) as refused:
        harness.call("get_dashboard", {"period": "2026-Q2"}, principal=admin)
    assert refused.value.code == "vendor_only"
