"""What schemas at the edge share."""

from datetime import UTC, datetime

import pytest
from marshmallow import ValidationError

from chassis.validation import Moment


def test_a_moment_is_kept_in_utc_whatever_its_offset() -> None:
    found = Moment().deserialize("2026-03-01T20:56:10+20:56")
    assert (found, found.tzinfo) == (datetime(2026, 3, 1, 0, 0, 10, tzinfo=UTC), UTC)


@pytest.mark.parametrize("text", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "2026-03-01T20:56:10"])
def test_a_moment_outside_the_calendar_or_without_an_offset_is_refused(text: str) -> None:
    with pytest.raises(ValidationError):
        Moment().deserialize(text)
