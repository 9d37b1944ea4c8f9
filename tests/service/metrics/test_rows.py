"""Every number opens the rows behind it, and they add up to it: for all metrics, for everybody and for one partner."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import Engine

from chassis.errors import ServiceError
from chassis.testing import Harness, principal
from services.metrics.catalogue.model import METRICS, Metric
from services.metrics.formulas.model import Flow, Percentile, Ratio, Total, Unit, Wait, median_wait, percentile
from services.metrics.rollups.model import tenths, three_digits
from tests.service.metrics.world import World, day, fresh

pytestmark = pytest.mark.usefixtures("time")
PERIODS = ("2026-Q2", "2026-Q1", "2026", "last_90_days")


@pytest.fixture(scope="module")
def harness(metrics_engine: Engine) -> Harness:
    """Filled once: the tests of this file only read."""
    return fresh(metrics_engine)


@pytest.fixture(scope="module")
def norte(harness: Harness) -> UUID:
    """A busy year of two partners; the first one is returned."""
    world = World(harness)
    norte, sur = world.partner(day("2025-11-10"), "Norte"), world.partner(day("2026-02-10"), "Sur")
    for number, partner in enumerate([norte, sur, norte, norte, sur, norte] * 3):
        at = day(f"2026-{2 + number % 5:02}-0{1 + number % 9}")
        deal = world.registration(partner, at, amount=f"{1000 + number}.50", currency=("EUR", "USD")[number % 2])
        if number % 4 == 0:
            deal.in_conflict(at)
        if number % 5 == 0:
            continue
        if number % 3 == 0:
            deal.rejected(at.replace(day=at.day + 1 + number % 4), 61 * number)
            continue
        deal.approved(at.replace(day=at.day + 1 + number % 4), 61 * number)
        if number % 2:
            deal.won(at.replace(day=20))
    people = [world.person(partner, day("2026-01-02")) for partner in (norte, norte, sur)]
    world.certificate(people[0], norte, day("2026-01-03"), day("2026-05-03"))
    world.certificate(people[2], sur, day("2026-04-03"), day("2027-05-03"))
    world.requirement(norte, day("2026-01-04"))
    assets = [world.asset(day("2026-01-01")) for _ in range(3)]
    world.download(assets[0], norte, day("2026-05-01"))
    world.download(assets[1], sur, day("2026-05-01"))
    world.tell()
    return norte


def rows(harness: Harness, asked: dict[str, Any], part: str) -> Iterator[dict[str, Any]]:
    cursor = None
    while True:
        page = harness.call("list_metric_rows", {**asked, "part": part, "limit": 2, "cursor": cursor})
        yield from page["items"]
        cursor = page["next_cursor"]
        if cursor is None:
            return


def counted(found: list[dict[str, Any]], adds_values: bool) -> Decimal:
    return sum((Decimal(row["value"]) for row in found), Decimal(0)) if adds_values else Decimal(len(found))


def from_rows(harness: Harness, metric: Metric, asked: dict[str, Any]) -> str | None:
    """The number made again of nothing but its rows."""
    formula = metric.formula
    numerator = list(rows(harness, asked, "numerator"))
    denominator = list(rows(harness, asked, "denominator"))
    if isinstance(formula, Percentile):
        bucket_of = three_digits if metric.unit is Unit.MONEY else tenths
        buckets = sorted(bucket_of(Decimal(row["value"])) for row in numerator)
        value = percentile([(bucket, 1) for bucket in buckets], formula.percent, metric.unit).value
    elif isinstance(formula, Total | Ratio):
        adds_values = any(isinstance(reading, Flow) and reading.adds_values for reading in formula.numerator)
        value = counted(numerator, adds_values)
        if isinstance(formula, Ratio):
            value = value / len(denominator) if denominator else None
    else:
        done = {row["subject_id"]: Decimal(row["value"]) for row in numerator}
        horizon = Decimal(10**6)
        waits = [Wait(done.get(row["subject_id"], horizon), row["subject_id"] in done) for row in denominator]
        value = median_wait(waits).value
    steps = {Unit.SHARE: "0.0001", Unit.MONEY: "0.01", Unit.HOURS: "0.1", Unit.DAYS: "0.1", Unit.COUNT: "1"}
    return None if value is None else str(round(value, len(steps[metric.unit].partition(".")[2])))


@pytest.mark.parametrize("code", sorted(METRICS))
def test_a_number_is_what_its_rows_add_up_to(harness: Harness, norte: UUID, code: str) -> None:
    seen = set()
    for period in PERIODS:
        for partner in (None, norte):
            asked = {"metric": code, "period": period} | ({"partner_id": partner} if partner else {})
            value = harness.call("measure_metric", asked)["value"]
            assert from_rows(harness, METRICS[code], asked) == value, f"{code} {period} {partner}"
            seen.add(value)
    assert seen - {None, "0", "0.00", "0.0000"}, "the example says nothing about this metric"


@pytest.mark.parametrize("code", sorted(METRICS))
def test_the_value_of_each_partner_is_the_one_asked_for_alone(harness: Harness, norte: UUID, code: str) -> None:
    for period in PERIODS:
        split = harness.call("measure_metric", {"metric": code, "period": period, "split_by": "partner"})["items"]
        assert split == sorted(split, key=lambda item: (item["partner_name"], item["partner_id"]))
        for item in split:
            alone = harness.call("measure_metric", {"metric": code, "period": period, "partner_id": item["partner_id"]})
            assert (item["value"], item["n"]) == (alone["value"], alone["n"])


def test_the_figures_for_monitoring_are_the_same_numbers(harness: Harness, norte: UUID) -> None:
    figures = harness.call("list_figures", {"period": "2026-Q2"})
    assert {item["metric"] for item in figures["items"]} == set(METRICS)
    for item in figures["items"]:
        asked = harness.call("measure_metric", {"metric": item["metric"], "period": "2026-Q2"})
        assert (item["value"], item["n"]) == (asked["value"], asked["n"])
    own = principal(roles=["partner_admin"], scope="company", partner_id=str(norte))
    for method in ("list_figures", "get_freshness", "list_exchange_rates"):
        with pytest.raises(ServiceError) as refusal:
            harness.call(method, principal=own)
        assert refusal.value.code == "vendor_only"


def test_a_row_says_what_it_is_in_words_people_use(harness: Harness, norte: UUID) -> None:
    asked = {"metric": "partner_sourced_revenue", "period": "2026", "partner_id": norte}
    row = harness.call("list_metric_rows", asked)["items"][0]
    assert (row["kind"], row["label"][:2], row["partner_name"]) == ("deal_registration", "D-", "Norte")
    assert (Decimal(row["amount"]) > 1000, row["currency"]) == (True, "USD")
    assert row["value"] != row["amount"]


def test_a_partner_sees_its_own_numbers_and_rows_and_no_one_elses(harness: Harness, norte: UUID) -> None:
    own = principal(roles=["partner_admin"], scope="company", partner_id=str(norte))
    asked = {"metric": "registration_volume", "period": "2026"}
    staff = harness.call("measure_metric", {**asked, "partner_id": norte})
    assert harness.call("measure_metric", asked, principal=own) == staff
    found = harness.call("list_metric_rows", {**asked, "limit": 200}, principal=own)["items"]
    assert {row["partner_id"] for row in found} == {str(norte)}
    other = principal(roles=["partner_admin"], scope="company", partner_id="0193f5c0-7a10-7000-8000-000000000001")
    with pytest.raises(ServiceError) as refusal:
        harness.call("measure_metric", {**asked, "partner_id": norte}, principal=other)
    assert refusal.value.code == "not_found"


@pytest.mark.parametrize("code", [code for code, metric in METRICS.items() if metric.audience == "staff"])
def test_what_is_for_staff_does_not_exist_for_partners(harness: Harness, norte: UUID, code: str) -> None:
    own = principal(roles=["partner_admin"], scope="company", partner_id=str(norte))
    assert code not in {item["code"] for item in harness.call("list_metrics", principal=own)["items"]}
    for method in ("measure_metric", "list_metric_rows"):
        with pytest.raises(ServiceError) as refusal:
            harness.call(method, {"metric": code}, principal=own)
        assert refusal.value.code == "metric_not_found"


def test_each_source_says_how_far_it_has_been_heard(harness: Harness, norte: UUID) -> None:
    heard = {row["source"]: row for row in harness.call("get_freshness")["sources"]}
    assert set(heard) == {"partners", "deals", "enablement", "content"}
    assert heard["enablement"]["as_of"] == "2026-04-03T12:00:00+00:00"
    assert heard["enablement"]["events"] == 3


@pytest.mark.parametrize("period", ["2027", "2026-Q5", "2026-13", "yesterday", "last_0_days", "2026-Q3"])
def test_a_period_that_is_none_or_has_not_begun_is_refused(harness: Harness, period: str) -> None:
    with pytest.raises(ServiceError) as refusal:
        harness.call("measure_metric", {"metric": "approval_rate", "period": period})
    assert refusal.value.code == "period_unknown"


def test_the_catalogue_says_of_each_metric_what_it_is_in_both_languages(harness: Harness) -> None:
    items = harness.call("list_metrics")["items"]
    assert {item["code"] for item in items} == set(METRICS)
    assert len(items) >= 12
    for item in items:
        assert all(item[text][language] for text in ("title", "formula") for language in ("en", "es"))
        assert item["title"]["en"] != item["title"]["es"]
        assert item["sources"]
        assert item["direction"] in ("up", "down")
