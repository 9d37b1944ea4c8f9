"""Judging a number: against a target, and among peers of whom nobody is recognised."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.metrics.scorecards.model import attainment, quarter_among, share_of_target

VALUES = st.decimals(min_value=0, max_value=10**9, places=2)


@pytest.mark.parametrize(
    ("value", "target", "less_is_better", "judged"),
    [
        ("100", "100", False, "met"),
        ("90", "100", False, "near"),
        ("89", "100", False, "missed"),
        ("8", "8", True, "met"),
        ("8.5", "8", True, "near"),
        ("16", "8", True, "missed"),
        ("0", "0", False, "met"),
        ("1", "0", True, "missed"),
    ],
)
def test_a_value_meets_its_target_or_says_how_far_it_is(
    value: str, target: str, less_is_better: bool, judged: str
) -> None:
    share = share_of_target(Decimal(value), Decimal(target), less_is_better=less_is_better)
    assert attainment(share) == judged


def test_without_a_value_or_a_target_nothing_is_judged() -> None:
    assert attainment(share_of_target(None, Decimal(1), less_is_better=False)) is None
    assert attainment(share_of_target(Decimal(1), None, less_is_better=False)) is None


def test_four_peers_are_too_few_to_stay_anonymous() -> None:
    peers = [Decimal(n) for n in range(1, 6)]
    assert quarter_among(Decimal(9), peers[:4], less_is_better=False) is None
    assert quarter_among(Decimal(9), peers, less_is_better=False) == 1


@pytest.mark.parametrize(("value", "quarter"), [("9", 1), ("6.5", 2), ("4.5", 3), ("0", 4)])
def test_the_quarter_is_counted_from_the_best(value: str, quarter: int) -> None:
    peers = [Decimal(n) for n in range(1, 9)]
    assert quarter_among(Decimal(value), peers, less_is_better=False) == quarter


def test_where_less_is_better_the_smallest_value_is_in_the_first_quarter() -> None:
    peers = [Decimal(n) for n in range(1, 9)]
    assert quarter_among(Decimal("0.5"), peers, less_is_better=True) == 1
    assert quarter_among(Decimal(9), peers, less_is_better=True) == 4


def test_among_equals_nobody_is_in_the_first_or_the_last_quarter() -> None:
    assert quarter_among(Decimal(3), [Decimal(3)] * 8, less_is_better=False) == 3


@given(own=VALUES, peers=st.lists(VALUES, min_size=5, max_size=40), better=VALUES, less=st.booleans())
def test_a_better_value_never_falls_into_a_worse_quarter(
    own: Decimal, peers: list[Decimal], better: Decimal, less: bool
) -> None:
    low, high = sorted((own, better))
    worse, improved = (high, low) if less else (low, high)
    before = quarter_among(worse, peers, less_is_better=less)
    after = quarter_among(improved, peers, less_is_better=less)
    assert before is not None
    assert after is not None
    assert after <= before
