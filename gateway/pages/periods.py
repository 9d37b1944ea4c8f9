"""Periods in the reader's words, and those that a page offers. What a period covers is decided by metrics."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Final

from flask import Flask, request
from flask_babel import format_date
from flask_babel import gettext as _

from chassis import clock
from gateway.pages.formats import day, in_context, local_day

LAST_90_DAYS: Final = "last_90_days"
QUARTERS, MONTHS, YEARS = 6, 12, 2
QUARTERS_AHEAD, MONTHS_AHEAD = 4, 6
_OF_CALENDAR: Final = re.compile(r"20\d\d(-Q[1-4]|-(0[1-9]|1[0-2]))?")
_KNOWN: Final = re.compile(r"\d{4}(-Q[1-4]|-(0[1-9]|1[0-2]))?|last_90_days")


def period_words(code: str) -> str:
    """Q1 2026, March 2026, 2026, last 90 days."""
    if code == LAST_90_DAYS:
        return _("Last 90 days")
    first, _dots, last = code.partition("..")
    if last:
        return f"{day(first)} – {day(last)}"
    year, _dash, part = code.partition("-")
    if part.startswith("Q"):
        return str(format_date(date(int(year), int(part[1]) * 3 - 2, 1), "QQQ y"))
    if not part:
        return year
    words = str(format_date(date(int(year), int(part), 1), "LLLL y"))
    return words[:1].upper() + words[1:]


def short_month(code: str) -> str:
    """For axes: Mar 26; a quarter or a year as it is."""
    year, _dash, part = code.partition("-")
    if not part.isdigit():
        return period_words(code)
    return str(format_date(date(int(year), int(part), 1), "LLL yy"))


@dataclass(frozen=True)
class PeriodGroup:
    label: str
    codes: list[str]


def quarter_of(day: date) -> str:
    return f"{day.year}-Q{(day.month + 2) // 3}"


def offered() -> list[PeriodGroup]:
    """The running periods first, then those before."""
    today = local_day(clock.now()) or clock.now().date()
    months = [_back(today, n) for n in range(MONTHS)]
    quarters = [quarter_of(_back(today, 3 * n)) for n in range(QUARTERS)]
    return [
        PeriodGroup(_("Quarters"), quarters),
        PeriodGroup(_("Months"), [f"{first:%Y-%m}" for first in months]),
        PeriodGroup(_("Longer"), [LAST_90_DAYS, *(str(today.year - n) for n in range(YEARS))]),
    ]


def offered_of_calendar() -> list[PeriodGroup]:
    """Years, quarters and months alone, those to come first."""
    today = local_day(clock.now()) or clock.now().date()
    quarters = [quarter_of(_back(today, 3 * n)) for n in range(-QUARTERS_AHEAD, QUARTERS)]
    months = [_back(today, n) for n in range(-MONTHS_AHEAD, MONTHS)]
    return [
        PeriodGroup(_("Quarters"), quarters),
        PeriodGroup(_("Months"), [f"{first:%Y-%m}" for first in months]),
        PeriodGroup(_("Years"), [str(today.year - n) for n in range(-1, YEARS)]),
    ]


def chosen() -> str:
    """The period in the address; the running quarter where none is named."""
    asked = request.args.get("period", "")
    return asked if _KNOWN.fullmatch(asked) else this_quarter()


def chosen_of_calendar() -> str:
    asked = request.args.get("period", "")
    return asked if _OF_CALENDAR.fullmatch(asked) else this_quarter()


def this_quarter() -> str:
    return quarter_of(local_day(clock.now()) or clock.now().date())


def _back(day: date, months: int) -> date:
    """The first day of the month that lies so many months before."""
    count = day.year * 12 + day.month - 1 - months
    return date(count // 12, count % 12 + 1, 1)


def register(app: Flask) -> None:
    app.jinja_env.filters["period_words"] = in_context(period_words)
    app.jinja_env.filters["short_month"] = in_context(short_month)
    app.jinja_env.globals["offered_periods"] = offered
