"""Working hours: Monday to Friday, 09:00 to 17:00 local time, public holidays left out.

Owns the arithmetic; refuses to know what the hours are for.
"""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import holidays

_OPENS, _CLOSES = time(9), time(17)
_SATURDAY = 5


class BusinessCalendar:
    """Working time of one region (an ISO country, or country-subdivision such as ES-MD) in its own time zone."""

    def __init__(self, region: str, tz: str) -> None:
        country, _, subdivision = region.partition("-")
        self._zone = ZoneInfo(tz)
        self._holidays = holidays.country_holidays(country, subdiv=subdivision or None)

    def is_working_day(self, day: date) -> bool:
        return day.weekday() < _SATURDAY and day not in self._holidays

    def add_hours(self, start: datetime, hours: float) -> datetime:
        """The moment when that many working hours have passed since start, in UTC."""
        moment, left = start.astimezone(UTC), timedelta(hours=hours)
        day = start.astimezone(self._zone).date()
        while True:
            opens, closes = self._window(day)
            available = closes - max(moment, opens)
            if self.is_working_day(day) and available > timedelta(0):
                if left <= available:
                    return max(moment, opens) + left
                left -= available
            day += timedelta(days=1)

    def hours_between(self, start: datetime, end: datetime) -> float:
        """Working hours from start to end; negative when end lies before start."""
        if end < start:
            return -self.hours_between(end, start)
        first, last = start.astimezone(self._zone).date(), end.astimezone(self._zone).date()
        days = (first + timedelta(days=n) for n in range((last - first).days + 1))
        worked = sum((self._overlap(day, start, end) for day in days if self.is_working_day(day)), timedelta(0))
        return worked / timedelta(hours=1)

    def _window(self, day: date) -> tuple[datetime, datetime]:
        opens = datetime.combine(day, _OPENS, self._zone)
        closes = datetime.combine(day, _CLOSES, self._zone)
        return opens.astimezone(UTC), closes.astimezone(UTC)

    def _overlap(self, day: date, start: datetime, end: datetime) -> timedelta:
        opens, closes = self._window(day)
        return max(timedelta(0), min(closes, end) - max(opens, start))
