"""Scorecards: a partner's numbers beside target, trend and peers, and nobody else's."""

from typing import Any
from uuid import UUID, uuid4

import pytest

from chassis.errors import ServiceError
from chassis.testing import SYSTEM, Harness, principal
from services.metrics.catalogue.model import METRICS
from tests.service.metrics.world import World, day

pytestmark = pytest.mark.usefixtures("time")
Q2 = "2026-Q2"


def own(partner_id: UUID) -> Any:
    return principal("ana", roles=["partner_seller"], scope="company", partner_id=partner_id)


def scorecard(harness: Harness, partner_id: UUID, period: str = Q2, caller: Any = SYSTEM) -> Any:
    return harness.call("get_scorecard", {"partner_id": partner_id, "period": period}, principal=caller)


def score(card: Any, metric: str) -> Any:
    return next(item for item in card["items"] if item["metric"] == metric)


def sell(world: World, partner_id: UUID, amount: str, on: str = "2026-05-04") -> None:
    world.registration(partner_id, day(on), amount=amount).approved(day(on, 14)).won(day(on, 15))


def test_every_value_is_the_one_that_the_catalogue_computes(harness: Harness, world: World) -> None:
    partner = world.partner(day("2025-01-10"))
    sell(world, partner, "1000.00")
    world.registration(partner, day("2026-06-01")).rejected(day("2026-06-09"), 300)
    world.tell()
    for item in scorecard(harness, partner)["items"]:
        asked = {"metric": item["metric"], "period": Q2, "partner_id": partner}
        measured = harness.call("measure_metric", asked)
        assert (item["value"], item["n"]) == (measured["value"], measured["n"])


def test_the_trend_holds_six_periods_of_the_same_length_the_last_being_this_one(harness: Harness, world: World) -> None:
    partner = world.partner(day("2024-01-10"))
    sell(world, partner, "500.00", "2025-11-03")
    sell(world, partner, "900.00")
    world.tell()
    trend = score(scorecard(harness, partner), "partner_sourced_revenue")["trend"]
    assert [point["period"] for point in trend] == ["2025-Q1", "2025-Q2", "2025-Q3", "2025-Q4", "2026-Q1", "2026-Q2"]
    assert [point["value"] for point in trend] == ["0.00", "0.00", "0.00", "500.00", "0.00", "900.00"]


def test_a_partners_own_target_comes_before_that_of_its_type(harness: Harness, world: World) -> None:
    partner = world.partner(day("2025-01-10"), partner_type="reseller")
    sell(world, partner, "900.00")
    world.tell()
    target = {"metric": "partner_sourced_revenue", "period": Q2}
    harness.call("set_target", {**target, "value": "1000", "partner_type": "reseller"})
    of_type = score(scorecard(harness, partner), "partner_sourced_revenue")
    assert (of_type["target"], of_type["target_set_for"], of_type["attainment"]) == ("1000.0000", "type", "near")
    harness.call("set_target", {**target, "value": "800", "partner_id": partner})
    own_one = score(scorecard(harness, partner), "partner_sourced_revenue")
    assert (own_one["target"], own_one["target_set_for"], own_one["attainment"]) == ("800.0000", "partner", "met")


def test_the_place_among_peers_is_told_with_five_and_never_with_four(harness: Harness, world: World) -> None:
    partner = world.partner(day("2025-01-10"), "Own")
    sell(world, partner, "900.00")
    others = [world.partner(day("2025-01-10"), f"Other {n}") for n in range(4)]
    world.tell()
    few = score(scorecard(harness, partner), "partner_sourced_revenue")["peers"]
    assert (few["quarter"], few["of"], few["needed"]) == (None, None, 5)
    fifth = world.partner(day("2025-01-10"), "Fifth")
    for other in (*others, fifth):
        sell(world, other, "100.00")
    world.tell()
    enough = score(scorecard(harness, partner), "partner_sourced_revenue")["peers"]
    assert (enough["quarter"], enough["of"], enough["among"]) == (1, 5, "type")


def test_too_few_of_a_type_are_compared_with_the_whole_program(harness: Harness, world: World) -> None:
    partner = world.partner(day("2025-01-10"), partner_type="integrator")
    for n in range(6):
        other = world.partner(day("2025-01-10"), f"Other {n}", partner_type="reseller")
        sell(world, other, "100.00")
    world.tell()
    peers = score(scorecard(harness, partner), "partner_sourced_revenue")["peers"]
    assert (peers["quarter"], peers["of"], peers["among"]) == (4, 6, "program")


def test_partners_that_are_not_active_are_nobodys_peers(harness: Harness, world: World) -> None:
    partner = world.partner(day("2025-01-10"))
    for n in range(5):
        world.partner(day("2025-01-10"), f"Other {n}", status="active" if n else "suspended")
    world.tell()
    assert score(scorecard(harness, partner), "registration_volume")["peers"]["quarter"] is None


def test_nothing_in_an_answer_names_or_identifies_another_partner(harness: Harness, world: World) -> None:
    partner = world.partner(day("2025-01-10"), "Own")
    others = [world.partner(day("2025-01-10"), f"Rival {n}") for n in range(6)]
    for other in others:
        sell(world, other, "123456.78")
    world.tell()
    answer = str(scorecard(harness, partner, caller=own(partner)))
    assert "Rival" not in answer
    assert "123456" not in answer
    assert not [other for other in others if str(other) in answer]


def test_a_partner_sees_what_is_meant_for_partners_and_staff_see_all(harness: Harness, world: World) -> None:
    partner = world.partner(day("2025-01-10"))
    world.tell()
    seen = {item["metric"] for item in scorecard(harness, partner, caller=own(partner))["items"]}
    of_all_together = {"active_partners", "certified_partners"}
    meant = {code for code, metric in METRICS.items() if metric.audience == "partner"} - of_all_together
    assert seen == meant
    assert {item["metric"] for item in scorecard(harness, partner)["items"]} == set(METRICS) - of_all_together


def test_another_partners_scorecard_answers_like_that_of_a_partner_that_does_not_exist(
    harness: Harness, world: World
) -> None:
    first, second = world.partner(day("2025-01-10")), world.partner(day("2025-01-10"))
    world.tell()
    for wanted in (second, uuid4()):
        with pytest.raises(ServiceError) as refused:
            scorecard(harness, wanted, caller=own(first))
        assert (refused.value.kind, refused.value.code) == ("not_found", "not_found")


def test_a_period_that_has_not_begun_is_refused(harness: Harness, world: World) -> None:
    partner = world.partner(day("2025-01-10"))
    world.tell()
    with pytest.raises(ServiceError) as refused:
        scorecard(harness, partner, "2026-Q3")
    assert refused.value.code == "period_unknown"
