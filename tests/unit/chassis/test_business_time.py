"""Working hours are counted as people work them."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chassis.business_time import BusinessCalendar

MADRID = ZoneInfo("Europe/Madrid")
SPAIN = BusinessCalendar("ES", "Europe/Madrid")


def local(day: int, hour: int, minute: int = 0, month: int = 9) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=MADRID)


@pytest.mark.parametrize(
    ("start", "hours", "end"),
    [
        (local(1, 10), 3, local(1, 13)),
        (local(1, 16), 3, local(2, 11)),
        (local(1, 20), 1, local(2, 10)),
        (local(1, 6), 1, local(1, 10)),
        (local(4, 16), 2, local(7, 10)),  # over a weekend
        (local(5, 12), 8, local(7, 17)),  # from a Saturday
        (local(9, 16, month=10), 2, local(13, 10, month=10)),  # over the national holiday of 12 October
        (local(23, 16, month=10), 2, local(26, 10, month=10)),  # over the end of summer time
    ],
)
def test_hours_are_added_over_nights_weekends_and_holidays(start: datetime, hours: float, end: datetime) -> None:
    assert SPAIN.add_hours(start, hours) == end.astimezone(UTC)


def test_a_region_of_a_country_keeps_its_own_holidays() -> None:
    second_of_may = datetime(2025, 5, 2, 10, tzinfo=MADRID)
    assert BusinessCalendar("ES-MD", "Europe/Madrid").hours_between(second_of_may, second_of_may.replace(hour=12)) == 0
    assert BusinessCalendar("ES-CT", "Europe/Madrid").hours_between(second_of_may, second_of_may.replace(hour=12)) == 2


def test_hours_between_are_negative_when_the_end_comes_first() -> None:
    assert SPAIN.hours_between(local(1, 12), local(1, 10)) == -2


@given(st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1)), st.integers(1, 400))  # noqa: DTZ001
def test_what_was_added_can_be_measured_again(start: datetime, quarters: int) -> None:
    hours = quarters / 4
    begun = start.replace(tzinfo=UTC)
    assert SPAIN.hours_between(begun, SPAIN.add_hours(begun, hours)) == pytest.approx(hours)
