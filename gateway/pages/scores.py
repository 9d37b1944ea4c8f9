"""Numbers of metrics in the reader's words: value, trend, target and place, ready for a page. Computes none of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from babel.numbers import format_decimal, format_percent
from flask import Flask
from flask_babel import get_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from chassis import clock
from gateway.pages.formats import NOTHING, in_context, in_my_language, local_day, money, money_short
from gateway.pages.periods import period_words

ARROWS: Final = {"up": "↑", "down": "↓"}
CHART_UNITS: Final = {"money": "money", "share": "share"}
QUARTERS: Final = {
    1: _l("In the best quarter of %(n)d comparable partners"),
    2: _l("In the second quarter of %(n)d comparable partners"),
    3: _l("In the third quarter of %(n)d comparable partners"),
    4: _l("In the last quarter of %(n)d comparable partners"),
}
ATTAINED: Final = {"met": "ok", "near": "warn", "missed": "bad"}


def figure(value: Any, unit: str, currency: str | None = None) -> str:
    """The number as it stands everywhere: €1,240, 85.7%, 12.5 h, 41 days."""
    if value in (None, ""):
        return NOTHING
    number = Decimal(str(value))
    if unit == "money":
        return money(number, currency)
    if unit == "share":
        return _percent(number)
    plain = str(format_decimal(number, "#,##0.#", locale=get_locale()))
    return {"hours": _("%(n)s h", n=plain), "days": _("%(n)s days", n=plain)}.get(unit, plain)


def figure_short(value: Any, unit: str, currency: str | None = None) -> str:
    """For tiles: money in short."""
    return money_short(value, currency) if unit == "money" else figure(value, unit, currency)


def _percent(share: Decimal) -> str:
    locale = get_locale()
    pattern = "#,##0.#\N{NO-BREAK SPACE}%" if locale and locale.language == "es" else "#,##0.#%"
    return str(format_percent(share, pattern, locale=locale, decimal_quantization=True))


def spark_path(points: Sequence[Any]) -> str:
    """An SVG path in a box of 72 by 28; nothing for fewer than two numbers."""
    known = [(place, Decimal(str(point))) for place, point in enumerate(points) if point is not None]
    if len(known) < 2:
        return ""
    low, high = min(value for _, value in known), max(value for _, value in known)
    reach, step = (high - low) or Decimal(1), Decimal(68) / (len(points) - 1)
    flat = high == low
    places = [(2 + step * place, 14 if flat else 25 - 22 * (value - low) / reach) for place, value in known]
    return "M" + " L".join(f"{x:.1f} {y:.1f}" for x, y in places)


@dataclass(frozen=True, kw_only=True)
class Score:
    """One number of a scorecard or a dashboard, in words."""

    code: str
    title: str
    formula: str
    value: Any
    shown: str
    short: str
    href: str
    change: str
    change_kind: str
    note: str
    points: list[Any]
    target: str
    target_short: str
    towards: int
    kind: str
    quarter: int | None
    place: str


def score_of(item: Mapping[str, Any], answer: Mapping[str, Any], href: str) -> Score:
    """From an item of a scorecard or a dashboard and the answer that it stands in."""
    unit, currency = item["unit"], answer["currency"]
    change, kind, note = _change(item, answer)
    share = Decimal(item["share_of_target"]) if item["share_of_target"] else None
    return Score(
        code=item["metric"],
        title=in_my_language(item["title"]),
        formula=in_my_language(item["formula"]),
        value=item["value"],
        shown=figure(item["value"], unit, currency),
        short=figure_short(item["value"], unit, currency),
        href=href,
        change=change,
        change_kind=kind,
        note=note,
        points=[point["value"] for point in item["trend"]],
        target=figure(item["target"], unit, currency) if item["target"] else "",
        target_short=figure_short(item["target"], unit, currency) if item["target"] else "",
        towards=min(100, int(share * 100)) if share is not None else 0,
        kind=ATTAINED.get(item["attainment"] or "", ""),
        quarter=(item.get("peers") or {}).get("quarter"),
        place=_place(item.get("peers")),
    )


def _change(item: Mapping[str, Any], answer: Mapping[str, Any]) -> tuple[str, str, str]:
    """Against the period before: how much, whether that is good, and what it is compared with.

    A period that still runs is not compared: half a quarter is always less than a whole one.
    """
    before, now = (item["trend"][-2]["value"], item["value"]) if len(item["trend"]) > 1 else (None, None)
    if before is None or now is None:
        return "", "", _("nothing to compare with yet") if now is not None else _("nothing counted yet")
    earlier = period_words(item["trend"][-2]["period"])
    ends_on, today = local_day(answer["period"]["ends_on"]), local_day(clock.now())
    if ends_on and today and ends_on >= today and not str(answer["period"]["code"]).startswith("last_"):
        was = figure_short(before, item["unit"], answer["currency"])
        return "", "", _("so far; %(period)s: %(value)s", period=earlier, value=was)
    difference = Decimal(now) - Decimal(before)
    if not difference:
        return "", "", _("as in %(period)s", period=earlier)
    direction = "up" if difference > 0 else "down"
    kind = "ok-t" if direction == item["direction"] else "bad-t"
    return f"{ARROWS[direction]} {_difference(item, abs(difference), before)}", kind, _("on %(period)s", period=earlier)


def _difference(item: Mapping[str, Any], difference: Decimal, before: str) -> str:
    if item["unit"] == "share":
        points = format_decimal(difference * 100, "#,##0.#", locale=get_locale())
        return _("%(n)s points", n=points)
    if item["unit"] in ("money", "count") and Decimal(before):
        return _percent((difference / Decimal(before)).quantize(Decimal("0.01")))
    return figure(difference, item["unit"])


def _place(peers: Mapping[str, Any] | None) -> str:
    if not peers:
        return ""
    if not peers["quarter"]:
        return _("Fewer than %(n)d partners to compare with", n=peers["needed"])
    return str(QUARTERS[peers["quarter"]] % {"n": peers["of"]})


@dataclass(frozen=True)
class Cell:
    """One number of a chart's table."""

    text: str
    value: Any
    href: str = ""


def cell(value: Any, unit: str, currency: str | None, href: str = "") -> Cell:
    return Cell(figure(value, unit, currency), value, href if value is not None else "")


@dataclass(frozen=True)
class Line:
    """One row of a chart's table."""

    label: str
    cells: list[Cell]


@dataclass(frozen=True)
class Head:
    """One column: how charts.js draws it."""

    label: str
    draws: str


@dataclass(frozen=True, kw_only=True)
class Chart:
    """What the macro `chart` needs."""

    id: str
    title: str
    unit: str
    currency: str
    heads: list[Head]
    lines: list[Line]
    kind: str = "up"
    first: str = ""


def trend_chart(
    item: Mapping[str, Any], answer: Mapping[str, Any], href: Callable[[str], str], draws: str = "bar"
) -> Chart:
    """A metric over the periods of its trend, with the target beside the last of them."""
    unit, currency = item["unit"], answer["currency"]
    lines = [
        Line(period_words(point["period"]), [cell(point["value"], unit, currency, href(point["period"]))])
        for point in item["trend"]
    ]
    return Chart(
        id=f"trend-{item['metric']}",
        title=in_my_language(item["title"]),
        unit=CHART_UNITS.get(unit, "plain"),
        currency=currency,
        heads=[Head(in_my_language(item["title"]), draws)],
        lines=lines,
    )


def register(app: Flask) -> None:
    app.jinja_env.filters["figure"] = in_context(figure)
    app.jinja_env.filters["figure_short"] = in_context(figure_short)
    app.jinja_env.filters["spark_path"] = spark_path
