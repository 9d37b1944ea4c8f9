"""Every metric of the catalogue against an example counted by hand."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from chassis.clock import FrozenClock
from chassis.testing import Harness
from services.metrics.catalogue.model import METRICS
from services.metrics.formulas.model import Total
from tests.service.metrics.world import Q2, World, day, number, two_partners

pytestmark = pytest.mark.usefixtures("time")


def test_registration_volume_counts_submissions_and_revisions_of_the_period(harness: Harness, world: World) -> None:
    norte, sur = two_partners(world)
    world.registration(norte, day("2026-03-31"))
    world.registration(norte, day("2026-04-01"))
    world.registration(sur, day("2026-06-30")).rejected(day("2026-06-30", 13)).revised(
        day("2026-06-30", 14), day("2026-07-02")
    )
    world.tell()
    assert number(harness, "registration_volume") == "3"
    assert number(harness, "registration_volume", partner_id=norte) == "1"
    assert number(harness, "registration_volume", "2026-03") == "1"


def test_approval_rate_is_approved_of_decided_by_the_day_of_the_decision(harness: Harness, world: World) -> None:
    norte, sur = two_partners(world)
    world.registration(norte, day("2026-03-30")).approved(day("2026-04-02"))
    world.registration(norte, day("2026-04-02")).approved(day("2026-04-03"))
    world.registration(sur, day("2026-04-02")).rejected(day("2026-04-03"))
    world.registration(sur, day("2026-06-29")).rejected(day("2026-07-01"))
    world.registration(sur, day("2026-06-29"))
    world.tell()
    assert number(harness, "approval_rate") == "0.6667"
    assert number(harness, "approval_rate", partner_id=sur) == "0.0000"
    assert number(harness, "approval_rate", "2026-05") is None


def test_approved_of_submitted_follows_the_submissions_of_the_period(harness: Harness, world: World) -> None:
    norte, sur = two_partners(world)
    world.registration(norte, day("2026-06-20")).approved(day("2026-07-02"))
    world.registration(norte, day("2026-06-20"))
    world.registration(norte, day("2026-06-20")).withdrawn(day("2026-06-21"))
    world.registration(sur, day("2026-03-30")).approved(day("2026-04-02"))
    twice = world.registration(sur, day("2026-06-01")).rejected(day("2026-06-02"))
    twice.revised(day("2026-06-03"), day("2026-06-05")).approved(day("2026-06-04"))
    world.tell()
    assert number(harness, "approval_rate_of_submitted") == "0.4000"
    assert number(harness, "approval_rate_of_submitted", partner_id=norte) == "0.3333"
    assert number(harness, "approval_rate_of_submitted", "2026-Q1") == "1.0000"
    told = [
        harness.call("measure_metric", {"metric": "approval_rate_of_submitted", "period": period})["is_mature"]
        for period in ("2026-04", "2026-06")
    ]
    assert told == [True, False]


def test_approval_cycle_time_is_the_median_and_what_nine_in_ten_do_not_exceed(harness: Harness, world: World) -> None:
    norte, sur = two_partners(world)
    for minutes in (60, 120, 180, 240, 300, 360, 420, 480, 540, 6000):
        world.registration(norte, day("2026-05-04")).approved(day("2026-05-05"), minutes)
    for _ in range(2):
        world.registration(sur, day("2026-05-04")).rejected(day("2026-05-05"), 61)
    world.tell()
    assert number(harness, "approval_cycle_time", partner_id=norte) == "5.0"
    assert number(harness, "approval_cycle_time_p90", partner_id=norte) == "9.0"
    assert number(harness, "approval_cycle_time", partner_id=sur) == "1.0"
    assert number(harness, "approval_cycle_time") == "4.0"


def test_sla_attainment_counts_what_is_undecided_past_due_as_breached(
    harness: Harness, world: World, time: FrozenClock
) -> None:
    norte, _ = two_partners(world)
    world.registration(norte, day("2026-06-01")).approved(day("2026-06-02"))
    world.registration(norte, day("2026-06-01")).rejected(day("2026-06-05"))
    world.registration(norte, day("2026-06-01"))
    world.registration(norte, day("2026-06-01")).withdrawn(day("2026-06-10"))
    world.registration(norte, day("2026-06-01")).asked(day("2026-06-02"))
    world.registration(norte, day("2026-06-29"))
    world.tell()
    assert number(harness, "sla_attainment") == "0.3333"
    time.advance(hours=23, minutes=59)
    assert number(harness, "sla_attainment", "last_90_days") == "0.3333"
    time.advance(minutes=2)
    assert number(harness, "sla_attainment", "last_90_days") == "0.2500"
    assert number(harness, "sla_attainment", "2026-06") == "0.3333"


def test_asking_the_partner_does_not_take_back_that_the_promise_was_broken(harness: Harness, world: World) -> None:
    norte, _ = two_partners(world)
    late = world.registration(norte, day("2026-04-20")).asked(day("2026-05-10"))
    world.registration(norte, day("2026-04-20")).asked(day("2026-05-10")).withdrawn(day("2026-05-11"))
    world.tell()
    assert number(harness, "sla_attainment", "2026-04") == "0.0000"
    assert number(harness, "sla_attainment", "2026-05") is None
    late.answered(day("2026-05-12"), day("2026-05-14")).approved(day("2026-05-13"))
    world.tell()
    assert number(harness, "sla_attainment", "2026-04") == "0.0000"
    assert number(harness, "sla_attainment", "2026-05") == "0.0000"


def test_a_revision_is_judged_by_its_own_promise(harness: Harness, world: World) -> None:
    norte, _ = two_partners(world)
    first = world.registration(norte, day("2026-04-20")).asked(day("2026-05-10"))
    first.answered(day("2026-05-12"), day("2026-05-14")).rejected(day("2026-05-13"))
    first.revised(day("2026-06-01"), day("2026-06-03")).approved(day("2026-06-02"))
    world.tell()
    assert number(harness, "sla_attainment", "2026-05") == "0.0000"
    assert number(harness, "sla_attainment", "2026-06") == "1.0000"


def test_conflict_rate_is_of_submissions_that_ran_into_another_claim(harness: Harness, world: World) -> None:
    norte, sur = two_partners(world)
    world.registration(norte, day("2026-04-10"))
    world.registration(sur, day("2026-04-11")).in_conflict(day("2026-04-11")).in_conflict(day("2026-04-12"))
    world.tell()
    assert number(harness, "conflict_rate") == "0.5000"
    assert number(harness, "conflict_rate", partner_id=sur) == "1.0000"


def test_registration_to_won_follows_the_registrations_approved_in_the_period(harness: Harness, world: World) -> None:
    norte, _ = two_partners(world)
    first = world.registration(norte, day("2025-04-01")).approved(day("2025-04-02")).won(day("2026-01-15"))
    world.registration(norte, day("2025-05-01")).approved(day("2025-05-02")).lost(day("2025-07-02"))
    world.registration(norte, day("2025-05-01")).approved(day("2025-05-02"))
    world.registration(norte, day("2025-05-01")).rejected(day("2025-05-02"))
    world.tell()
    assert number(harness, "registration_to_won", "2025-Q2") == "0.3333"
    first.reopened(day("2026-01-20"))
    world.tell()
    assert number(harness, "registration_to_won", "2025-Q2") == "0.0000"


def test_a_cohort_is_called_immature_until_half_a_year_has_passed(harness: Harness, world: World) -> None:
    asked = {"metric": "registration_to_won", "period": "2026-Q1"}
    assert harness.call("measure_metric", asked)["is_mature"] is False
    assert harness.call("measure_metric", {**asked, "period": "2025-Q4"})["is_mature"] is True


def test_partner_sourced_revenue_is_won_and_sourced_at_the_rate_of_the_day(harness: Harness, world: World) -> None:
    norte, sur = two_partners(world)
    world.registration(norte, day("2026-04-01"), amount="1000.00").approved(day("2026-04-02")).won(day("2026-05-01"))
    world.registration(sur, day("2026-04-01"), amount="100.00", currency="USD").approved(day("2026-04-02")).won(
        day("2026-05-02")
    )
    world.registration(sur, day("2026-04-01"), registration_type="teaming").approved(day("2026-04-02")).won(
        day("2026-05-02")
    )
    world.registration(norte, day("2026-04-01")).approved(day("2026-04-02")).won(day("2026-05-02")).reopened(
        day("2026-05-03")
    )
    world.tell()
    assert number(harness, "partner_sourced_revenue") == "1086.00"
    assert number(harness, "partner_sourced_revenue", partner_id=sur) == "86.00"


def test_an_amount_without_a_rate_is_not_lost_without_a_word(harness: Harness, world: World) -> None:
    norte, _ = two_partners(world)
    world.registration(norte, day("2026-04-01"), currency="XPF").approved(day("2026-04-02")).won(day("2026-05-01"))
    world.tell()
    answer = harness.call("measure_metric", {"metric": "partner_sourced_revenue", "period": Q2})
    assert (answer["value"], answer["n"], answer["unconverted"]) == ("0.00", 1, 1)


def test_a_rate_that_is_stated_later_counts_from_its_day_on(harness: Harness, world: World) -> None:
    norte, _ = two_partners(world)
    for won in ("2026-04-30", "2026-05-01", "2026-05-20"):
        world.registration(norte, day("2026-04-01"), amount="100.00", currency="XPF").approved(day("2026-04-02")).won(
            day(won)
        )
    world.tell()
    harness.call("set_exchange_rate", {"currency": "XPF", "valid_from": "2026-05-01", "rate": "0.5"})
    harness.call("set_exchange_rate", {"currency": "XPF", "valid_from": "2026-05-10", "rate": "0.008"})
    answer = harness.call("measure_metric", {"metric": "partner_sourced_revenue", "period": Q2})
    assert (answer["value"], answer["unconverted"]) == ("50.80", 1)
    rows = harness.call("list_metric_rows", {"metric": "partner_sourced_revenue", "period": Q2})["items"]
    assert {row["amount"] for row in rows} == {"100.00"}


def test_a_number_is_told_with_the_periods_before_it_when_asked_for(harness: Harness, world: World) -> None:
    norte, _ = two_partners(world)
    for submitted in ("2025-11-20", "2026-01-20", "2026-04-20", "2026-04-21"):
        world.registration(norte, day(submitted))
    world.tell()
    asked = {"metric": "registration_volume", "period": Q2, "partner_id": norte}
    assert harness.call("measure_metric", asked)["trend"] == []
    told = harness.call("measure_metric", {**asked, "trend_periods": 3})
    assert [(one["period"], one["value"]) for one in told["trend"]] == [
        ("2025-Q4", "1"),
        ("2026-Q1", "1"),
        (Q2, "2"),
    ]


def test_average_deal_size_is_won_amount_by_deals_won(harness: Harness, world: World) -> None:
    norte, sur = two_partners(world)
    for partner, amount in ((norte, "1000.00"), (norte, "2000.00"), (sur, "600.01")):
        deal = world.registration(partner, day("2026-04-01"), registration_type="renewal").approved(day("2026-04-02"))
        deal.won(day("2026-05-01"), amount)
    world.tell()
    assert number(harness, "average_deal_size") == "1200.00"
    assert number(harness, "average_deal_size", partner_id=norte) == "1500.00"


def test_an_amount_without_a_rate_makes_no_deal_look_smaller(harness: Harness, world: World) -> None:
    norte, _ = two_partners(world)
    for currency in ("EUR", "XPF"):
        deal = world.registration(norte, day("2026-04-01"), currency=currency).approved(day("2026-04-02"))
        deal.won(day("2026-05-01"), "1000.00")
    world.tell()
    answer = harness.call("measure_metric", {"metric": "average_deal_size", "period": Q2})
    assert (answer["value"], answer["n"], answer["unconverted"]) == ("1000.00", 1, 1)


def test_a_deal_won_without_an_amount_is_won_and_makes_no_deal_look_smaller(harness: Harness, world: World) -> None:
    norte, _ = two_partners(world)
    world.registration(norte, day("2026-04-01"), amount=None).approved(day("2026-04-02")).won(day("2026-05-01"))
    world.registration(norte, day("2026-04-01")).approved(day("2026-04-02")).won(day("2026-05-01"), "500.00")
    world.tell()
    answer = harness.call("measure_metric", {"metric": "average_deal_size", "period": Q2})
    assert (answer["value"], answer["n"], answer["unconverted"]) == ("500.00", 1, 1)
    behind = {"metric": "average_deal_size", "period": Q2, "part": "denominator"}
    assert [row["amount"] for row in harness.call("list_metric_rows", behind)["items"]].count(None) == 1
    assert number(harness, "registration_to_won") == "1.0000"


def test_the_median_deal_is_the_middle_one_to_three_digits(harness: Harness, world: World) -> None:
    norte, sur = two_partners(world)
    for partner, amount in ((norte, "999.40"), (norte, "12345.67"), (norte, "98765432.10"), (sur, "500.00")):
        deal = world.registration(partner, day("2026-04-01"), registration_type="renewal").approved(day("2026-04-02"))
        deal.won(day("2026-05-01"), amount)
    world.registration(sur, day("2026-04-01"), amount="100.00", currency="USD").approved(day("2026-04-02")).won(
        day("2026-05-02")
    )
    world.registration(norte, day("2026-04-01")).approved(day("2026-04-02")).won(day("2026-05-02")).reopened(
        day("2026-05-03")
    )
    world.tell()
    assert number(harness, "median_deal_size") == "999.00"
    assert number(harness, "median_deal_size", partner_id=norte) == "12300.00"
    assert number(harness, "median_deal_size", partner_id=sur) == "86.00"
    assert number(harness, "median_deal_size", "2026-Q1") is None


def test_a_median_tells_which_deals_it_lacks(harness: Harness, world: World) -> None:
    norte, sur = two_partners(world)
    for partner, amount in ((norte, "700.00"), (norte, None), (sur, None)):
        world.registration(partner, day("2026-04-01"), amount=amount).approved(day("2026-04-02")).won(day("2026-05-01"))
    world.tell()
    found = [
        harness.call("measure_metric", {"metric": "median_deal_size", "period": Q2, **whose})
        for whose in ({}, {"partner_id": norte}, {"partner_id": sur})
    ]
    assert [(one["value"], one["n"], one["unconverted"]) for one in found] == [
        ("700.00", 1, 2),
        ("700.00", 1, 1),
        (None, 0, 1),
    ]


def test_content_utilisation_is_assets_used_within_90_days_by_assets_published(harness: Harness, world: World) -> None:
    norte, sur = two_partners(world)
    used, stale, unused, retired = (world.asset(day("2026-01-01")) for _ in range(4))
    world.download(used, norte, day("2026-04-30"))
    world.download(used, norte, day("2026-05-30"))
    world.download(used, sur, day("2026-01-30"))
    world.download(stale, sur, day("2026-03-01"))
    world.download(unused, None, day("2026-06-01"))
    world.download(retired, norte, day("2026-06-01"))
    world.asset_says("retired", retired, day("2026-06-02"))
    world.tell()
    assert number(harness, "content_utilisation") == "0.3333"
    assert number(harness, "content_utilisation", partner_id=norte) == "0.3333"
    assert number(harness, "content_utilisation", partner_id=sur) == "0.0000"
    assert number(harness, "content_utilisation", "2026-Q1") == "0.5000"


@pytest.mark.parametrize("metric", sorted(METRICS))
def test_a_metric_without_facts_has_a_value_or_says_that_it_has_none(harness: Harness, metric: str) -> None:
    counted = isinstance(METRICS[metric].formula, Total)
    value = number(harness, metric)
    assert (value is not None and Decimal(value) == 0) if counted else value is None


each_period: Callable[[Any], Any] = pytest.mark.parametrize(
    ("code", "starts", "ends"),
    [
        ("2026", "2026-01-01", "2026-12-31"),
        ("2026-Q1", "2026-01-01", "2026-03-31"),
        ("2025-Q4", "2025-10-01", "2025-12-31"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("last_90_days", "2026-04-02", "2026-06-30"),
    ],
)


@each_period
def test_a_period_is_known_by_its_code(harness: Harness, code: str, starts: str, ends: str) -> None:
    answer = harness.call("measure_metric", {"metric": "registration_volume", "period": code})
    assert (answer["starts_on"], answer["ends_on"]) == (starts, ends)


def test_days_left_over_at_the_ends_of_a_period_count_like_whole_months(harness: Harness, world: World) -> None:
    norte, _ = two_partners(world)
    for offset in range(120):
        world.registration(norte, day("2026-06-30") - timedelta(days=offset))
    world.tell()
    assert number(harness, "registration_volume", "last_90_days") == "90"
    assert number(harness, "registration_volume", "last_7_days") == "7"
    assert number(harness, "registration_volume", "2026-Q2") == "91"
