"""Numbers of partners and their people, each against an example counted by hand."""

import pytest

from chassis.testing import Harness
from tests.service.metrics.world import World, day, number, two_partners

pytestmark = pytest.mark.usefixtures("time")


def test_whoever_was_terminated_is_waited_for_until_then(harness: Harness, world: World) -> None:
    quick, slow, ended, after = (world.partner(day(f"2026-0{month}-01")) for month in (1, 2, 3, 3))
    world.registration(quick, day("2026-01-05")).approved(day("2026-01-11"))
    world.registration(slow, day("2026-02-05")).approved(day("2026-05-02"))
    world.tell()
    assert number(harness, "time_to_first_deal") == "90.0"
    for partner in (ended, after):
        world.partner_says("terminated", partner, day("2026-03-06"), status="terminated")
    world.registration(after, day("2026-03-07")).approved(day("2026-03-08"))
    world.tell()
    assert number(harness, "time_to_first_deal") == "10.0"
    assert number(harness, "time_to_first_deal", partner_id=after) is None
    assert number(harness, "time_to_first_deal", partner_id=quick) == "10.0"


def test_time_to_first_deal_lets_those_who_still_wait_count(harness: Harness, world: World) -> None:
    quick, slow, idle, long_ago = (
        world.partner(day(text)) for text in ("2026-01-01", "2026-02-01", "2026-03-01", "2024-01-01")
    )
    world.registration(quick, day("2026-01-05")).approved(day("2026-01-31")).approved(day("2026-01-11"))
    world.registration(slow, day("2026-02-05")).approved(day("2026-05-02"))
    world.registration(long_ago, day("2026-02-05")).approved(day("2026-02-06"))
    world.tell()
    assert number(harness, "time_to_first_deal") == "90.0"
    assert number(harness, "time_to_first_deal", partner_id=quick) == "10.0"
    assert number(harness, "time_to_first_deal", partner_id=idle) is None
    assert number(harness, "time_to_first_deal", "2026-Q1") is None


def test_active_partners_did_something_within_a_year(harness: Harness, world: World) -> None:
    early, late, ended, _idle = (world.partner(day("2024-01-01")) for _ in range(4))
    world.registration(early, day("2025-06-29"))
    world.registration(late, day("2025-07-02"))
    world.registration(ended, day("2026-05-02"))
    world.partner_says("terminated", ended, day("2026-06-02"), status="terminated")
    world.tell()
    assert number(harness, "active_partners") == "1"
    assert number(harness, "active_partners", "2026-05") == "3"
    assert number(harness, "active_partners", partner_id=late) == "1"
    assert number(harness, "active_partners", partner_id=early) == "0"


def test_a_won_deal_or_a_certificate_keeps_a_partner_active(harness: Harness, world: World) -> None:
    seller, learner = world.partner(day("2024-01-01")), world.partner(day("2024-01-01"))
    world.registration(seller, day("2024-06-01")).approved(day("2024-06-02")).won(day("2025-09-01"))
    world.certificate(world.person(learner, day("2024-01-02")), learner, day("2025-08-01"), day("2026-08-01"))
    world.tell()
    assert number(harness, "active_partners") == "2"


def test_certification_coverage_is_people_with_a_valid_certificate_by_people(harness: Harness, world: World) -> None:
    norte, sur = two_partners(world)
    twice, once, never, gone = (world.person(norte, day("2026-01-01")) for _ in range(4))
    world.person(sur, day("2026-01-01"))
    vendors_own = world.person(None, day("2026-01-01"))
    world.certificate(twice, norte, day("2026-02-01"), day("2026-06-15"))
    world.certificate(twice, norte, day("2026-06-01"), day("2027-06-01"))
    expired = world.certificate(once, norte, day("2025-02-01"), day("2026-04-15"))
    revoked = world.certificate(never, norte, day("2026-02-01"), day("2027-02-01"))
    world.certificate_says("revoked", revoked, never, norte, day("2026-02-01"), day("2027-02-01"), day("2026-05-01"))
    world.certificate_says("expired", expired, once, norte, day("2025-02-01"), day("2026-04-15"), day("2026-04-15"))
    world.certificate(gone, norte, day("2026-02-01"), None)
    world.person_says("left", gone, norte, day("2026-03-15"))
    world.certificate(vendors_own, None, day("2026-02-01"), None)
    world.tell()
    assert number(harness, "certification_coverage", "2026-02", norte) == "1.0000"
    assert number(harness, "certification_coverage", "2026-03", norte) == "1.0000"
    assert number(harness, "certification_coverage", "2026-04", norte) == "0.6667"
    assert number(harness, "certification_coverage", "2026-05", norte) == "0.3333"
    assert number(harness, "certification_coverage") == "0.2500"


def test_certified_partners_meet_a_requirement_and_have_lost_none(harness: Harness, world: World) -> None:
    both, one, ended, _none = (world.partner(day("2026-01-01")) for _ in range(4))
    world.requirement(both, day("2026-01-10"))
    second = world.requirement(both, day("2026-02-10"))
    world.requirement_says("at_risk", second, both, day("2026-02-20"))
    world.requirement_says("lost", second, both, day("2026-03-10"))
    world.requirement_says("withdrawn", second, both, day("2026-04-10"))
    only = world.requirement(one, day("2026-02-10"))
    world.requirement_says("lost", only, one, day("2026-05-10"))
    over = world.requirement(ended, day("2026-03-10"))
    world.partner_says("terminated", ended, day("2026-06-10"), status="terminated")
    world.requirement_says("withdrawn", over, ended, day("2026-06-10"))
    world.tell()
    months = {month: number(harness, "certified_partners", f"2026-0{month}") for month in range(1, 7)}
    assert months == {1: "0.2500", 2: "0.5000", 3: "0.5000", 4: "0.7500", 5: "0.5000", 6: "0.3333"}
    asked = {"metric": "certified_partners", "period": "2026-05"}
    assert len(harness.call("list_metric_rows", {**asked, "part": "numerator"})["items"]) == 2


def test_a_certificate_follows_the_person_it_turned_out_to_belong_to(harness: Harness, world: World) -> None:
    norte, sur = two_partners(world)
    before, after = world.person(norte, day("2026-01-01")), world.person(sur, day("2026-01-01"))
    moved = world.certificate(before, norte, day("2026-02-01"), day("2027-02-01"))
    world.certificate_says(
        "transferred", moved, after, sur, day("2026-02-01"), day("2027-02-01"), day("2026-03-01"),
        previous_person_id=before,
    )  # fmt: skip
    world.tell()
    assert number(harness, "certification_coverage", partner_id=norte) == "0.0000"
    assert number(harness, "certification_coverage", partner_id=sur) == "1.0000"
