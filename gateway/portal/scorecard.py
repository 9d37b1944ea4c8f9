"""Where we stand: our numbers with targets, trend and our place among peers; each leads to the rows it counts."""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, g, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from gateway.pages.boxes import ask
from gateway.pages.exporting import exports_page, fetch, request_from_form
from gateway.pages.metric_page import Surroundings, metric_page
from gateway.pages.periods import chosen
from gateway.pages.scores import Score, score_of, trend_chart

blueprint = Blueprint("scorecard", __name__)
FIRST = "partner_sourced_revenue"


@blueprint.get("/scorecard")
def scorecard() -> str:
    period = chosen()
    box = ask("get_scorecard", partner_id=str(g.account.partner_id), period=period).box()
    first = next((item for item in box.value["items"] if item["metric"] == FIRST), None) if box.ok else None
    return render_template(
        "portal/scorecard.html",
        card=box,
        period=period,
        scores=scores(box.value, period) if box.ok else [],
        chart=trend_chart(first, box.value, lambda code: address(FIRST, code)) if first else None,
    )


def scores(answer: Mapping[str, Any], period: str) -> list[Score]:
    return [score_of(item, answer, address(item["metric"], period)) for item in answer["items"]]


def address(metric: str, period: str) -> str:
    return url_for("scorecard.metric", code=metric, period=None if ".." in period else period)


@blueprint.get("/scorecard/<code>")
def metric(code: str) -> str:
    own, period = str(g.account.partner_id), chosen()
    around = Surroundings(
        base=url_for("scorecard.metric", code=code),
        exports_url="/exports",
        back_url=url_for("scorecard.scorecard", period=period),
        back_label=_("Scorecard"),
        place=place,
        own=True,
    )
    return metric_page(code, own, ask("get_scorecard", partner_id=own, period=period), around)


def place(row: Mapping[str, Any]) -> str:
    """The page of what a row is about; people and the company itself have none of their own here."""
    pages = {"deal_registration": "/deals", "asset": "/library"}
    return f"{pages[row['kind']]}/{row['subject_id']}" if row["kind"] in pages else ""


@blueprint.get("/exports")
def exports() -> str:
    return exports_page("portal/exports.html", area_url="/exports", wanted=request.args)


@blueprint.post("/exports")
def request_export() -> Response:
    return request_from_form("/exports")


@blueprint.get("/exports/<export_id>/file")
def export_file(export_id: str) -> Any:
    return fetch(export_id, "/exports")
