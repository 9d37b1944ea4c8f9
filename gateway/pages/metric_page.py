"""One metric on a page, for portal and console alike: its value, how it is made, its past, and the rows behind it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from flask import abort, render_template, request
from flask_babel import lazy_gettext as _l

from gateway.pages.boxes import Box, Question, ask
from gateway.pages.formats import in_my_language
from gateway.pages.periods import chosen
from gateway.pages.scores import Chart, trend_chart

PAGE: Final = 25
PARTS: Final = ("numerator", "denominator")
MEASURES: Final = {
    "submitted": _l("Submitted"),
    "approved": _l("Approved"),
    "rejected": _l("Declined"),
    "decision_hours": _l("Decided"),
    "decided_in_time": _l("Decided within the promise"),
    "decided_late": _l("Decided late"),
    "overdue": _l("Undecided past its promise"),
    "in_conflict": _l("Ran into another claim"),
    "approved_and_won": _l("Approved, and won since"),
    "won": _l("Won"),
    "won_sourced": _l("Won, sourced by the partner"),
    "deal_size": _l("Won"),
    "submitted_and_approved": _l("Sent, and approved since"),
    "won_unconverted": _l("Won, without an amount or exchange rate"),
    "signed": _l("Became a partner"),
    "first_deal": _l("First approved registration"),
    "active_partners": _l("Active"),
    "partners": _l("Partner"),
    "certified_partners": _l("Meets what is asked of it"),
    "people": _l("Works for the partner"),
    "certified_people": _l("Holds a valid certificate"),
    "assets_used": _l("Used"),
    "assets_used_by_partner": _l("Used"),
    "assets_published": _l("Published"),
}
UNIT_OF: Final = {"decision_hours": "hours", "first_deal": "days"} | dict.fromkeys(
    ("won", "won_sourced", "deal_size"), "money"
)
KINDS: Final = {
    "deal_registration": _l("Registration"),
    "partner": _l("Partner"),
    "person": _l("Person"),
    "asset": _l("Asset"),
    "application": _l("Application"),
}
Place = Callable[[Mapping[str, Any]], str]


@dataclass(frozen=True, kw_only=True)
class Surroundings:
    """What differs between portal and console: addresses, whose numbers, and who else may be in the rows."""

    base: str
    exports_url: str
    back_url: str
    back_label: str
    place: Place
    whose: str = ""
    own: bool = False
    partner_kept: str = ""


def metric_page(code: str, partner_id: str | None, overview: Question, around: Surroundings) -> str:
    """`overview` was asked for the trend; everything else is asked here, at once."""
    period, part = chosen(), request.args.get("part", "")
    part = part if part in PARTS else PARTS[0]
    wanted = {"metric": code, "period": period, "partner_id": partner_id}
    known, value = ask("list_metrics"), ask("measure_metric", **wanted)
    rows = ask("list_metric_rows", **wanted, part=part, limit=PAGE, cursor=request.args.get("cursor"))
    metrics = known.box()
    described = next((one for one in metrics.items if one["code"] == code), None)
    if metrics.ok and described is None:
        abort(404)
    return render_template(
        "figures/metric.html",
        code=code,
        metric=described,
        title=in_my_language(described["title"]) if described else code,
        period=period,
        part=part,
        value=value.box(),
        rows=rows.box(),
        chart=_chart(overview.box(), code, around.base),
        measures=MEASURES,
        kinds=KINDS,
        unit_of=UNIT_OF,
        **vars(around),
    )


def _chart(overview: Box, code: str, base: str) -> Chart | None:
    items = overview.value["items"] if overview.ok else ()
    item = next((one for one in items if one["metric"] == code), None)
    if item is None:
        return None
    return trend_chart(item, overview.value, lambda period: "" if ".." in period else f"{base}?period={period}")
