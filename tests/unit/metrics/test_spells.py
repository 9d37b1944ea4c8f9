"""Stretches of time: one way to write them, whatever order they come in."""

import random
from datetime import UTC, datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from services.metrics.facts.model import Spell, clipped, standing, stock, united

START = datetime(2026, 1, 1, tzinfo=UTC)
hours = st.integers(0, 200)
pairs = st.lists(st.tuples(hours, st.integers(0, 40)), max_size=12)


def at(hour: int) -> datetime:
    return START + timedelta(hours=hour)


def all_united(told: list[tuple[int, int]]) -> list[Spell]:
    spells: list[Spell] = []
    for hour, length in told:
        spells = united(spells, at(hour), at(hour + length))
    return spells


def covered(spells: list[Spell]) -> set[int]:
    return {hour for hour in range(250) if any(first <= at(hour) < last for first, last in spells)}


@given(pairs, st.integers(0, 1000))
def test_the_order_in_which_spells_come_does_not_show(told: list[tuple[int, int]], seed: int) -> None:
    shuffled = told[:]
    random.Random(seed).shuffle(shuffled)
    assert all_united(told) == all_united(shuffled)


@given(pairs)
def test_united_spells_cover_what_each_of_them_covered_and_stand_apart(told: list[tuple[int, int]]) -> None:
    spells = all_united(told)
    assert covered(spells) == {hour + n for hour, length in told for n in range(length)}
    assert all(first[1] < second[0] for first, second in pairwise(spells))


@given(pairs, hours, hours)
def test_clipped_spells_lie_within(told: list[tuple[int, int]], start: int, end: int) -> None:
    spells = all_united(told)
    assert covered(list(clipped(spells, at(start), at(end)))) == covered(spells) & set(range(start, end))


@given(pairs, hours)
def test_a_stock_at_a_moment_is_the_sum_of_its_facts_before(told: list[tuple[int, int]], hour: int) -> None:
    spells = all_united(told)
    level = sum(fact.value for fact in stock("busy", spells) if fact.at <= at(hour))
    assert level == (hour in covered(spells))


def test_what_never_began_or_ended_before_it_began_counts_nothing() -> None:
    assert standing("people", None, at(5)) == []
    assert standing("people", at(5), at(5)) == []
    assert list(clipped([[at(1), at(9)]], None, None)) == []
