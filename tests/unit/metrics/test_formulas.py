"""The arithmetic of numbers, with examples by hand."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.metrics.formulas.model import Unit, Wait, median_wait, percentile, ratio, total
from services.metrics.rollups.model import amount_of, three_digits

HOURS = st.lists(st.integers(0, 500), min_size=1, max_size=60)


def waits(*told: tuple[int, bool]) -> list[Wait]:
    return [Wait(Decimal(days), ended) for days, ended in told]


def test_a_ratio_of_nothing_is_no_number() -> None:
    assert ratio(Decimal(0), Decimal(0), Unit.SHARE).value is None
    assert total(Decimal(0), 0, Unit.COUNT).value == 0


def test_a_share_is_rounded_to_a_hundredth_of_a_percent() -> None:
    assert str(ratio(Decimal(2), Decimal(3), Unit.SHARE).value) == "0.6667"
    assert str(ratio(Decimal("100.005"), Decimal(1), Unit.MONEY).value) == "100.01"


@pytest.mark.parametrize(("percent", "expected"), [(50, "2.0"), (90, "10.0"), (100, "10.0"), (1, "1.0")])
def test_a_percentile_is_a_value_that_was_measured(percent: int, expected: str) -> None:
    assert str(percentile([(10, 1), (20, 1), (30, 1), (100, 1)], percent).value) == expected


@given(HOURS, st.integers(1, 100))
def test_so_many_in_a_hundred_do_not_exceed_a_percentile(hours: list[int], percent: int) -> None:
    found = percentile([(bucket, 1) for bucket in sorted(hours)], percent).value
    assert found is not None
    within = sum(Decimal(bucket) / 10 <= found for bucket in hours)
    below = sum(Decimal(bucket) / 10 < found for bucket in hours)
    assert within * 100 >= percent * len(hours) > below * 100


def test_without_anybody_waiting_the_wait_is_the_median() -> None:
    assert median_wait(waits((10, True), (20, True), (30, True), (40, True))).value == 20


def test_those_who_still_wait_make_the_median_longer() -> None:
    """Of five, one is lost from sight on day 15: 5 at risk, 4/5 left; 3 at risk, 8/15 left; 2 at risk, 4/15 left."""
    assert median_wait(waits((10, True), (15, False), (20, True), (30, True), (99, False))).value == 30


def test_while_more_than_half_still_wait_there_is_no_median() -> None:
    assert median_wait(waits((10, True), (99, False), (99, False))).value is None
    assert median_wait([]).value is None


amounts = st.decimals(0, 10**15, places=2)


@given(amounts, amounts)
def test_amounts_fall_into_buckets_in_their_order_and_near_themselves(one: Decimal, other: Decimal) -> None:
    smaller, larger = sorted((one, other))
    assert three_digits(smaller) <= three_digits(larger) < 2**31
    assert abs(amount_of(three_digits(one)) - one) <= max(Decimal("0.5"), one * Decimal("0.0051"))


@pytest.mark.parametrize(
    ("amount", "kept"), [("0.49", 0), ("999.49", 999), ("999.50", 1000), ("12345.67", 12300), ("999500", 1000000)]
)
def test_an_amount_keeps_three_digits(amount: str, kept: int) -> None:
    assert amount_of(three_digits(Decimal(amount))) == kept
