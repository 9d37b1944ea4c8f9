"""Targets: versions, whom they are for, and who may set them."""

from typing import Any
from uuid import uuid4

import pytest

from chassis.errors import ServiceError
from chassis.testing import Harness, principal
from tests.service.metrics.world import World, day

pytestmark = pytest.mark.usefixtures("time")
REVENUE: dict[str, Any] = {"metric": "partner_sourced_revenue", "period": "2026-Q2"}
STAFF = principal("manager", roles=["program_manager"], scope="all")


def set_to(harness: Harness, value: str | None, **more: Any) -> Any:
    return harness.call("set_target", {**REVENUE, "value": value, **more}, principal=STAFF)


def test_each_change_of_a_target_is_a_further_version_and_the_earlier_ones_stay(harness: Harness) -> None:
    assert set_to(harness, "1000.00")["version"] == 1
    assert set_to(harness, "1200.00")["version"] == 2
    versions = harness.call("list_target_versions", REVENUE, principal=STAFF)["items"]
    assert [(one["version"], one["value"], one["set_by"]) for one in versions] == [
        (2, "1200.0000", "manager"),
        (1, "1000.0000", "manager"),
    ]
    assert [one["value"] for one in harness.call("list_targets", principal=STAFF)["items"]] == ["1200.0000"]


def test_a_target_taken_away_is_in_force_no_more_and_may_be_set_again(harness: Harness) -> None:
    set_to(harness, "1000.00")
    set_to(harness, None)
    assert harness.call("list_targets", principal=STAFF)["items"] == []
    assert set_to(harness, "900.00")["version"] == 3


def test_whoever_saw_an_older_version_changes_nothing(harness: Harness) -> None:
    set_to(harness, "1000.00")
    with pytest.raises(ServiceError, match="changed") as refused:
        set_to(harness, "2000.00", version=0)
    assert refused.value.code == "stale_version"
    assert set_to(harness, "2000.00", version=1)["version"] == 2


def test_targets_of_the_program_a_type_and_a_partner_stand_side_by_side(harness: Harness) -> None:
    partner_id = str(uuid4())
    set_to(harness, "9000.00")
    set_to(harness, "500.00", partner_type="reseller")
    set_to(harness, "700.00", partner_id=partner_id)
    found = harness.call("list_targets", {"period": "2026-Q2"}, principal=STAFF)["items"]
    assert {(one["set_for"], one["partner_type"], one["partner_id"]) for one in found} == {
        ("program", None, None),
        ("type", "reseller", None),
        ("partner", None, partner_id),
    }
    assert {one["version"] for one in found} == {1}


def test_the_list_is_of_everybody_or_of_those_that_are_named(harness: Harness, world: World) -> None:
    norte = str(world.partner(day("2026-01-10"), "Norte"))
    world.tell()
    for whom in ({}, {"partner_type": "reseller"}, {"partner_type": "referral"}, {"partner_id": norte}):
        set_to(harness, "1", **whom)

    def listed(**filters: str) -> list[tuple[str, str | None, str | None]]:
        found = harness.call("list_targets", filters, principal=STAFF)["items"]
        return sorted((one["set_for"], one["partner_type"], one["partner_name"]) for one in found)

    assert listed(set_for="program") == [("program", None, None)]
    assert listed(set_for="type") == [("type", "referral", None), ("type", "reseller", None)]
    assert listed(set_for="partner") == listed(partner_id=norte) == [("partner", None, "Norte")]
    assert listed(partner_type="referral") == [("type", "referral", None)]
    assert len(listed()) == 4


def test_a_share_is_never_expected_to_be_more_than_all_of_it(harness: Harness) -> None:
    with pytest.raises(ServiceError) as refused:
        set_to(harness, "85", metric="approval_rate")
    assert (refused.value.kind, refused.value.code) == ("invalid", "target_out_of_reach")
    assert set_to(harness, "1", metric="approval_rate")["value"] == "1.0000"


def test_a_target_may_be_set_for_a_period_to_come(harness: Harness) -> None:
    assert set_to(harness, "1", period="2027-Q1")["period"] == "2027-Q1"


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"metric": "no_such_metric"}, "metric_not_found"),
        ({"period": "last_90_days"}, "validation_failed"),
        ({"value": "-1"}, "validation_failed"),
        ({"partner_id": str(uuid4()), "partner_type": "reseller"}, "validation_failed"),
    ],
)
def test_what_makes_no_target_is_refused_by_name(harness: Harness, wrong: dict[str, Any], code: str) -> None:
    with pytest.raises(ServiceError) as refused:
        set_to(harness, wrong.pop("value", "1"), **wrong)
    assert refused.value.code == code


@pytest.mark.parametrize("method", ["set_target", "list_targets", "list_target_versions"])
def test_partners_neither_set_nor_list_targets(harness: Harness, method: str) -> None:
    seller = principal("ana", roles=["partner_admin"], scope="company", partner_id=uuid4())
    command = {"set_target": {**REVENUE, "value": "1"}, "list_target_versions": REVENUE}.get(method, {})
    with pytest.raises(ServiceError) as refused:
        harness.call(method, command, principal=seller)
    assert refused.value.code == "vendor_only"
