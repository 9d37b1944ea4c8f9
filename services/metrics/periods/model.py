"""A period by its code: a year, a quarter, a month, or so many days up to today. Days are days in UTC."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Final

from services.metrics import errors

_ROLLING: Final = re.compile(r"last_([1-9]\d{0,2})_days")
_CALENDAR: Final = re.compile(r"(20\d\d)(?:-(?:Q([1-4])|(0[1-9]|1[0-2])))?")
_DAY: Final = timedelta(days=1)
_MOMENT: Final = timedelta(microseconds=1)


@dataclass(frozen=True, kw_only=True)
class Period:
    """`starts_on` to `ends_on`, both included, as seen from now."""

    code: str
    starts_on: date
    ends_on: date
    now: datetime

    @classmethod
    def of(cls, code: str, now: datetime) -> "Period":
        """Raises PeriodUnknown for what is no period, or has not begun."""
        first, last = _rolling(code, now) or _calendar(code)
        if first > now.astimezone(UTC).date():
            raise errors.PeriodUnknown(code)
        return cls(code=code, starts_on=first, ends_on=last, now=now)

    @property
    def end(self) -> date:
        """The first day after it."""
        return self.ends_on + _DAY

    @property
    def starts_at(self) -> datetime:
        return _midnight(self.starts_on)

    @property
    def until(self) -> datetime:
        """The first moment after it, or after now while it runs."""
        return min(self.now + _MOMENT, _midnight(self.end))

    def over_for(self) -> timedelta:
        return self.now - _midnight(self.end)

    def earlier(self, count: int) -> "list[Period]":
        """So many periods of the same kind, the oldest first, and this one last."""
        found = [self]
        while len(found) < count:
            found.insert(0, found[0]._previous())
        return found

    def _previous(self) -> "Period":
        if _CALENDAR.fullmatch(self.code):
            return Period.of(_code_before(self), self.now)
        first, last = self.starts_on - (self.end - self.starts_on), self.starts_on - _DAY
        return Period(code=f"{first}..{last}", starts_on=first, ends_on=last, now=self.now)


def quarter_of(day: date) -> str:
    return f"{day.year}-Q{(day.month + 2) // 3}"


def _rolling(code: str, now: datetime) -> tuple[date, date] | None:
    found = _ROLLING.fullmatch(code)
    if found is None:
        return None
    today = now.astimezone(UTC).date()
    return today - timedelta(days=int(found[1]) - 1), today


def _calendar(code: str) -> tuple[date, date]:
    found = _CALENDAR.fullmatch(code)
    if found is None:
        raise errors.PeriodUnknown(code)
    year, quarter, month = int(found[1]), found[2], found[3]
    first_month, months = (int(quarter) * 3 - 2, 3) if quarter else (int(month), 1) if month else (1, 12)
    after = first_month + months
    ends = date(year + (after > 12), after - 12 if after > 12 else after, 1) - _DAY
    return date(year, first_month, 1), ends


def _code_before(period: Period) -> str:
    before = period.starts_on - _DAY
    if "Q" in period.code:
        return quarter_of(before)
    return f"{before:%Y-%m}" if "-" in period.code else str(before.year)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, UTC)
