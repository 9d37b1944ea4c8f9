"""The library as the people of one partner see it: for reading only, under a banner that says whose view it is."""

from __future__ import annotations

from typing import Any

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from gateway.console.blueprint import console
from gateway.console.listing import listing, read_filters
from gateway.pages.boxes import ask
from gateway.pages.library import ASSET_TYPE


@console.get("/content/as")
def choose_view() -> Response | str:
    """A partner is picked by name, then looked through."""
    q = request.args.get("q", "").strip()[:100]
    if partner_id := request.args.get("partner_id", ""):
        return redirect(url_for("console.content_as", partner_id=partner_id), 303)
    found = ask("list_partners", q=q, status=["onboarding", "active"], limit=50).box()
    return render_template("console/content_choose.html", found=found, q=q)


@console.get("/content/as/<uuid:partner_id>")
def content_as(partner_id: Any) -> str:
    asked = ask("get_partner", partner_id=str(partner_id))
    usage = ask("get_usage", partner_id=str(partner_id))
    filters = {"partner_id": str(partner_id), **read_filters(("q", "asset_type", "language"))}
    page = listing(
        "list_assets",
        "console.content_as",
        filters,
        as_partner_id=str(partner_id),
        q=filters["q"][:100],
        asset_type=filters["asset_type"] if filters["asset_type"] in ASSET_TYPE else "",
        language=filters["language"] if len(filters["language"]) == 2 else "",
    )
    return render_template(
        "console/content_as.html", partner=asked.value(), page=page, filters=filters, usage=usage.box()
    )


@console.get("/content/as/<uuid:partner_id>/<uuid:asset_id>")
def asset_as(partner_id: Any, asset_id: Any) -> str:
    asked = ask("get_partner", partner_id=str(partner_id))
    shown = ask("get_asset", asset_id=str(asset_id), as_partner_id=str(partner_id)).value()
    return render_template("console/asset_as.html", partner=asked.value(), item=shown)
