"""The rules of deals as plain values: what a published version says, and the functions that evaluate it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol


@dataclass(frozen=True, kw_only=True)
class ProtectionRule:
    """How long protection lasts, how it is lengthened, and what ends with it."""

    version: int
    days: int
    days_by_type: Mapping[str, int]
    exclusive_types: frozenset[str]
    extension_days: int
    extensions: int
    extension_window_days: int
    progress_within_days: int
    renewal_priority_days: int
    reopen_days: int
    revisions: int

    def days_for(self, registration_type: str) -> int:
        return self.days_by_type.get(registration_type, self.days)

    @classmethod
    def of(cls, version: int, body: Mapping[str, Any]) -> "ProtectionRule":
        return cls(version=version, **{**body, "exclusive_types": frozenset(body["exclusive_types"])})


@dataclass(frozen=True, kw_only=True)
class SlaRule:
    """The promise of a decision, in business hours of the region that decides."""

    version: int
    decision_hours: float
    answer_business_days: int
    hours_per_day: float
    calendars: Mapping[str, Mapping[str, str]]

    def calendar_for(self, country: str | None) -> Mapping[str, str]:
        """The {region, tz} of whoever decides for partners of this country."""
        return self.calendars.get(country or "", self.calendars["default"])

    @classmethod
    def of(cls, version: int, body: Mapping[str, Any]) -> "SlaRule":
        return cls(version=version, **body)


class Calendar(Protocol):
    """Working time of one region."""

    def add_hours(self, start: datetime, hours: float) -> datetime: ...

    def hours_between(self, start: datetime, end: datetime) -> float: ...


@dataclass(frozen=True)
class SlaClock:
    """A rule on a calendar: when a decision is due, and what is left of the promise while the clock rests."""

    rule: SlaRule
    calendar: Calendar

    def due(self, start: datetime) -> datetime:
        return self.calendar.add_hours(start, self.rule.decision_hours)

    def answer_until(self, asked_at: datetime) -> datetime:
        return self.calendar.add_hours(asked_at, self.rule.answer_business_days * self.rule.hours_per_day)

    def remaining_minutes(self, now: datetime, decide_by: datetime) -> int:
        """What is left of the promise; 0 once it is broken."""
        return max(0, round(self.calendar.hours_between(now, decide_by) * 60))

    def working_minutes(self, start: datetime, end: datetime) -> int:
        return round(self.calendar.hours_between(start, end) * 60)

    def resumed(self, now: datetime, remaining_minutes: int) -> datetime:
        return self.calendar.add_hours(now, remaining_minutes / 60)


@dataclass(frozen=True, kw_only=True)
class MatchingRule:
    """What each signal counts, and from which score on what happens."""

    version: int
    points: Mapping[str, float]
    rest_share: float
    same_at: float
    probable_at: float
    possible_at: float
    duplicate_at: float
    name_same_at: float
    name_close_at: float

    def band(self, score: float) -> str | None:
        """same, probable, possible, or None below what anybody should look at."""
        bands = (("same", self.same_at), ("probable", self.probable_at), ("possible", self.possible_at))
        return next((name for name, at in bands if score >= at), None)

    @classmethod
    def of(cls, version: int, body: Mapping[str, Any]) -> "MatchingRule":
        return cls(version=version, **body)
