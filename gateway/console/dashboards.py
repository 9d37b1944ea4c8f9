"""The program in numbers: the dashboard, a partner's scorecard, one metric with its rows, and files of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from flask import render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from gateway.console.blueprint import console
from gateway.pages.boxes import Question, ask
from gateway.pages.exporting import exports_page, fetch, request_from_form
from gateway.pages.formats import in_my_language
from gateway.pages.metric_page import Surroundings, metric_page
from gateway.pages.periods import chosen, short_month
from gateway.pages.scores import CHART_UNITS, Chart, Head, Line, cell, score_of, trend_chart

REVENUE: Final = "partner_sourced_revenue"
SUBJECTS: Final = {
    "deal_registration": "/console/deals",
    "partner": "/console/partners",
    "application": "/console/applications",
    "asset": "/console/content",
}


@console.get("/dashboards")
def dashboards() -> str:
    period = chosen()
    box = Question(
        "get_dashboard", {"period": period}, patience=None
    ).box()  # It is the page: waiting beats an empty one.
    scores = (
        [score_of(item, box.value, address(item["metric"], period)) for item in box.value["items"]] if box.ok else []
    )
    return render_template(
        "console/dashboards.html",
        board=box,
        period=period,
        scores=scores,
        charts=_charts(box.value) if box.ok else {},
        foremost=_foremost(box.value, period) if box.ok else None,
        titles={score.code: score.title for score in scores},
    )


def address(metric: str, period: str, partner_id: str | None = None) -> str:
    shown = None if ".." in period else period
    return url_for("console.metric", code=metric, period=shown, partner_id=partner_id)


def _charts(board: Mapping[str, Any]) -> dict[str, Chart]:
    """By name, each over the last twelve months."""
    title = {item["metric"]: in_my_language(item["title"]) for item in board["items"]}
    revenue = [(REVENUE, _("Revenue"), "bar")]
    hours = [("approval_cycle_time", _("Median"), "bar"), ("approval_cycle_time_p90", _("Nine in ten"), "dashes")]
    return {
        "revenue": _by_month(board, title[REVENUE], revenue, target=REVENUE),
        "volume": _one(board, title, "registration_volume", "bar"),
        "hours": _by_month(board, _("Approval time in business hours"), hours),
        "promise": _one(board, title, "sla_attainment", "line"),
        "active": _one(board, title, "active_partners", "line"),
    }


def _one(board: Mapping[str, Any], title: Mapping[str, str], metric: str, draws: str) -> Chart:
    return _by_month(board, title[metric], [(metric, title[metric], draws)])


def _by_month(
    board: Mapping[str, Any], title: str, drawn: Sequence[tuple[str, str, str]], target: str | None = None
) -> Chart:
    unit = next(item["unit"] for item in board["items"] if item["metric"] == drawn[0][0])
    has_target = target is not None and any(target in month["targets"] for month in board["months"])
    heads = [Head(label, draws) for _metric, label, draws in drawn]
    lines = []
    for month in board["months"]:
        cells = [
            cell(month["values"][metric], unit, board["currency"], address(metric, month["period"]))
            for metric, _label, _draws in drawn
        ]
        if has_target:
            cells.append(cell(month["targets"].get(target), unit, board["currency"]))
        lines.append(Line(short_month(month["period"]), cells))
    if has_target:
        heads.append(Head(_("Target"), "dashes"))
    kind = CHART_UNITS.get(unit, "plain")
    return Chart(
        id=drawn[0][0], title=title, unit=kind, currency=board["currency"], heads=heads, lines=lines, first=_("Month")
    )


def _foremost(board: Mapping[str, Any], period: str) -> Chart:
    """Revenue of the partners that bring most, the bars lying down so that names can be read."""
    lines = [
        Line(
            partner["name"],
            [
                cell(
                    partner["values"][REVENUE],
                    "money",
                    board["currency"],
                    address(REVENUE, period, partner["partner_id"]),
                )
            ],
        )
        for partner in board["partners"]
    ]
    return Chart(
        id="foremost",
        title=_("Partners with most revenue"),
        unit="money",
        currency=board["currency"],
        heads=[Head(_("Revenue"), "bar")],
        lines=lines,
        kind="across",
        first=_("Partner"),
    )


@console.get("/metrics/<code>")
def metric(code: str) -> str:
    period, partner_id = chosen(), request.args.get("partner_id") or None
    overview = (
        ask("get_scorecard", partner_id=partner_id, period=period)
        if partner_id
        else ask("get_dashboard", period=period)
    )
    whose = ask("get_partner", partner_id=partner_id).box() if partner_id else None
    back = url_for("console.scorecard", partner_id=partner_id, period=period) if partner_id else None
    around = Surroundings(
        base=url_for("console.metric", code=code),
        exports_url=url_for("console.exports"),
        back_url=back or url_for("console.dashboards", period=period),
        back_label=_("Scorecard") if partner_id else _("Dashboards"),
        place=place,
        whose=whose.value["legal_name"] if whose and whose.ok else "",
        partner_kept=partner_id or "",
    )
    return metric_page(code, partner_id, overview, around)


def place(row: Mapping[str, Any]) -> str:
    """The console's page of what a row is about; people have none."""
    return f"{SUBJECTS[row['kind']]}/{row['subject_id']}" if row["kind"] in SUBJECTS else ""


@console.get("/partners/<partner_id>/scorecard")
def scorecard(partner_id: str) -> str:
    """What this partner sees, and the metrics that staff alone see."""
    period = chosen()
    box = ask("get_scorecard", partner_id=partner_id, period=period).box()
    link: Callable[[str, str], str] = lambda metric, code: address(metric, code, partner_id)  # noqa: E731
    first = next((item for item in box.value["items"] if item["metric"] == REVENUE), None) if box.ok else None
    return render_template(
        "console/scorecard.html",
        card=box,
        period=period,
        partner_id=partner_id,
        scores=[score_of(item, box.value, link(item["metric"], period)) for item in box.value["items"]]
        if box.ok
        else [],
        chart=trend_chart(first, box.value, lambda code: link(REVENUE, code)) if first else None,
    )


@console.get("/exports")
def exports() -> str:
    return exports_page("console/exports.html", area_url=url_for("console.exports"), wanted=request.args)


@console.post("/exports")
def request_export() -> Response:
    return request_from_form(url_for("console.exports"))


@console.get("/exports/<export_id>/file")
def export_file(export_id: str) -> Any:
    return fetch(export_id, url_for("console.exports"))
