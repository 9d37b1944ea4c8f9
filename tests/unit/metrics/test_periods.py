"""What a period's code means, on any day it is asked."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.metrics.errors import PeriodUnknown
from services.metrics.periods.model import Period, quarter_of
from services.metrics.rollups.model import Span

NOW = datetime(2026, 6, 30, 12, tzinfo=UTC)
moments = st.integers(0, 2500).map(lambda days: datetime(2024, 1, 1, 7, 30, tzinfo=UTC) + timedelta(days=days))
days = st.dates(date(2024, 1, 1), date(2027, 12, 31))


@pytest.mark.parametrize(
    ("code", "before"),
    [("2026-Q1", "2025-Q4"), ("2026-Q2", "2026-Q1"), ("2026-01", "2025-12"), ("2026", "2025")],
)
def test_the_period_before_is_of_the_same_kind(code: str, before: str) -> None:
    assert [period.code for period in Period.of(code, NOW).earlier(2)] == [before, code]


def test_rolling_periods_follow_each_other_without_a_gap() -> None:
    periods = Period.of("last_90_days", NOW).earlier(6)
    for first, second in pairwise(periods):
        assert first.end == second.starts_on
        assert (second.end - second.starts_on).days == 90
    assert periods[-1].ends_on == date(2026, 6, 30)


@given(moments)
def test_quarters_of_a_year_make_up_the_year(now: datetime) -> None:
    year = now.year - 1
    quarters = Period.of(f"{year}-Q4", now).earlier(4)
    whole = Period.of(str(year), now)
    assert (quarters[0].starts_on, quarters[-1].ends_on) == (whole.starts_on, whole.ends_on)
    assert all(first.end == second.starts_on for first, second in pairwise(quarters))
    assert all(quarter_of(quarter.starts_on) == quarter.code for quarter in quarters)


@given(moments)
def test_a_running_period_ends_now_and_a_past_one_with_its_last_day(now: datetime) -> None:
    running = Period.of(str(now.year), now)
    assert now < running.until <= now + timedelta(microseconds=1)
    past = Period.of(str(now.year - 1), now)
    assert past.until == datetime(now.year, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    "code", ["", "2026-Q0", "2026-00", "26", "last_1000_days", "2026-Q1 ", "2026-Q3", "LAST_90_DAYS"]
)
def test_what_is_no_period_or_has_not_begun_is_refused(code: str) -> None:
    with pytest.raises(PeriodUnknown):
        Period.of(code, NOW)


@given(days, days)
def test_a_span_is_its_months_and_its_edges_and_no_day_twice(one: date, other: date) -> None:
    first, end = sorted((one, other))
    span = Span(first, end)
    starts, ends = span.months()
    pieces = [*span.edges(), (starts, ends)]
    found = [piece[0] + timedelta(days=n) for piece in pieces for n in range((piece[1] - piece[0]).days)]
    assert sorted(found) == [first + timedelta(days=n) for n in range((end - first).days)]
    assert starts == ends or (starts.day, ends.day) == (1, 1)
