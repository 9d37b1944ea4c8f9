"""Money, days and moments in the reader's language. Filters take the context, else Jinja folds them at compile time."""

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from babel.numbers import format_compact_currency, format_currency
from babel.units import format_unit
from flask import Flask
from flask_babel import format_date, format_datetime, format_decimal, format_timedelta, get_locale, get_timezone
from jinja2 import pass_context

from chassis import clock

NOTHING = "—"
DAY = "d\N{NO-BREAK SPACE}MMM\N{NO-BREAK SPACE}y"  # a date is not cut at the end of a line
SIZES = ("B", "kB", "MB", "GB")


def instant(value: Any) -> datetime | None:
    """A service's ISO time as an aware datetime; nothing stays nothing."""
    if value in (None, ""):
        return None
    read = value if isinstance(value, datetime) else datetime.fromisoformat(str(value))
    return read if read.tzinfo else read.replace(tzinfo=UTC)


def local_day(value: Any) -> date | None:
    """The reader's calendar day of an ISO date or time."""
    if isinstance(value, str) and len(value) == 10:
        return date.fromisoformat(value)
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    read = instant(value)
    return read.astimezone(get_timezone()).date() if read else None


def days_until(value: Any) -> int | None:
    day, today = local_day(value), local_day(clock.now())
    return (day - today).days if day and today else None


def money(amount: Any, currency: str | None) -> str:
    """Whole units; cents only where there are some."""
    if amount in (None, "") or not currency:
        return NOTHING
    value = Decimal(str(amount))
    whole = value == value.to_integral_value()
    pattern = _pattern("0" if whole else "0.00")
    return str(format_currency(value, currency, pattern, locale=get_locale(), currency_digits=False))


def money_short(amount: Any, currency: str | None) -> str:
    """For tiles: €1.24M, 1,24 M€."""
    if amount in (None, "") or not currency:
        return NOTHING
    digits = 2 if abs(Decimal(str(amount))) >= 1_000_000 else 0
    return str(format_compact_currency(Decimal(str(amount)), currency, locale=get_locale(), fraction_digits=digits))


def _pattern(digits: str) -> str:
    locale = get_locale()
    amount = f"#,##{digits}"
    return f"{amount}\N{NO-BREAK SPACE}¤" if locale and locale.language == "es" else f"¤{amount}"


def day(value: Any) -> str:
    """24 Nov 2026."""
    read = local_day(value)
    return str(format_date(read, DAY)) if read else NOTHING


def long_day(value: Any) -> str:
    """Tuesday, 24 November / martes, 24 de noviembre."""
    read = local_day(value)
    locale = get_locale()
    pattern = "EEEE, d 'de' MMMM" if locale and locale.language == "es" else "EEEE, d MMMM"
    return str(format_date(read, pattern)) if read else NOTHING


def moment(value: Any) -> str:
    """24 Nov 2026, 17:40."""
    read = instant(value)
    return str(format_datetime(read, f"{DAY}, HH:mm")) if read else NOTHING


def ago(value: Any) -> str:
    """2 hours ago."""
    read = instant(value)
    return str(format_timedelta(read - clock.now(), add_direction=True, threshold=1.1)) if read else NOTHING


def delay(seconds: float) -> str:
    """How long something took: to a tenth of a second below a minute (2.5 s), in round words above (3 hours)."""
    if seconds < 60:
        return str(format_unit(round(seconds, 1), "duration-second", "short", locale=get_locale()))
    return str(format_timedelta(timedelta(seconds=seconds)))


def file_size(octets: int | None) -> str:
    """812 B, 1.5 kB or 1,5 kB, 23.4 MB."""
    value, unit = float(octets or 0), 0
    while value >= 1000 and unit < len(SIZES) - 1:
        value, unit = value / 1000, unit + 1
    shown = format_decimal(value, format="#,##0.#")
    return f"{shown}\N{NO-BREAK SPACE}{SIZES[unit]}"


def in_my_language(words: Mapping[str, str] | None) -> str:
    """A text that its owner keeps in several languages: the reader's, or English, or whichever there is."""
    if not words:
        return ""
    locale = get_locale()
    return words.get(locale.language if locale else "en") or words.get("en") or next(iter(words.values()))


def in_context(function: Callable[..., str]) -> Callable[..., str]:
    @pass_context
    def in_this_request(_context: Any, *values: Any) -> str:
        return function(*values)

    return in_this_request


def register(app: Flask) -> None:
    for function in (money, money_short, day, long_day, moment, ago, delay, file_size, in_my_language):
        app.jinja_env.filters[function.__name__] = in_context(function)
    app.jinja_env.globals["days_until"] = days_until
