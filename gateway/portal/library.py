"""The library: what this person may see, found by words and filters; one asset, its file, and links to pass on."""

from datetime import timedelta
from typing import Any, Final
from urllib.parse import urlencode
from uuid import uuid4

from flask import Blueprint, redirect, render_template, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from chassis import clock
from chassis.errors import ServiceError
from gateway import files
from gateway.errors import explain
from gateway.invoke import may
from gateway.pages.boxes import Box, ask, tell
from gateway.pages.library import ASSET_TYPE, CONTENT_LANGUAGES, share_ends
from gateway.portal.products import PRODUCT_LINES

blueprint = Blueprint("library", __name__)
Answer = str | Response | tuple[str, int]
PAGE: Final = 24
DEALS: Final = 100
SHARES: Final = 20
FILTERS: Final = {"asset_type": ASSET_TYPE, "language": CONTENT_LANGUAGES, "product_line": PRODUCT_LINES}


def chosen() -> dict[str, str]:
    """The words and filters of the address that this page knows; anything else is ignored."""
    filters = {name: request.args.get(name, "") for name in FILTERS}
    known = {name: value if value in FILTERS[name] else "" for name, value in filters.items()}
    return {"q": request.args.get("q", "").strip()[:120], **known}


def address(**changes: Any) -> str:
    query = {name: value for name, value in {**chosen(), **changes}.items() if value}
    return f"/library?{urlencode(query)}" if query else "/library"


@blueprint.get("/library")
def library() -> str:
    filters, cursor = chosen(), request.args.get("cursor")
    found = ask("search_assets", **filters, limit=PAGE, cursor=cursor).box()
    return render_template(
        "portal/library.html",
        filters=filters,
        filtered=any(filters.values()),
        found=found,
        counted=lambda name, choices: counted(found, name, choices, filters[name]),
        address=address,
        first_href=address() if cursor else None,
        next_href=address(cursor=found.next_cursor) if found.next_cursor else None,
    )


@blueprint.get("/library/suggestions")
def suggestions() -> str:
    """Titles for what has been typed so far; whoever has no script searches with the button."""
    typed = chosen()["q"]
    found = ask("suggest_assets", q=typed).box() if len(typed) > 1 else Box(value={"items": []})
    return render_template("portal/library_suggestions.html", items=found.items if found.ok else [], typed=typed)


def counted(found: Box, name: str, choices: Any, selected: str) -> list[tuple[str, str]]:
    """The choices of a filter that would leave something, each with how much; all of them where nobody counted."""
    pairs = list(choices.items() if hasattr(choices, "items") else choices)
    counts = (found.value or {}).get("facets") if found.ok else None
    if counts is None:
        return pairs
    left = {entry["code"]: entry["count"] for entry in counts[name]}
    return [(code, f"{words} ({left.get(code, 0)})") for code, words in pairs if code in left or code == selected]


@blueprint.get("/library/<uuid:asset_id>")
def asset(asset_id: Any) -> str:
    return page(str(asset_id), {})


@blueprint.get("/library/<uuid:asset_id>/file")
def download(asset_id: Any) -> Response:
    """The current version, whatever was current when the address was copied."""
    found = ask("download_asset", asset_id=str(asset_id)).value()
    return files.stream(found["blob_key"], found["filename"], found["media_type"])


@blueprint.post("/library/<uuid:asset_id>/shares")
def share(asset_id: Any) -> Answer:
    days = request.form.get("days", "")
    expires_at = clock.now() + timedelta(days=int(days)) if days in share_ends() else None
    deal_registration_id = request.form.get("deal_registration_id") or None
    try:
        made = tell(
            "create_share",
            request.form.get("key"),
            asset_id=str(asset_id),
            expires_at=expires_at.isoformat() if expires_at else None,
            deal_registration_id=deal_registration_id,
        )
    except ServiceError as error:
        if error.kind != "invalid":
            raise
        return page(str(asset_id), {"deal_registration_id": explain(error)}), 422
    return redirect(f"/library/{asset_id}?made={made['share_id']}#shares", 303)


def page(asset_id: str, problems: dict[str, str]) -> str:
    deals = ask("list_deal_registrations", limit=DEALS)
    shares = ask("list_shares", asset_id=asset_id, limit=SHARES)
    shown: dict[str, Any] = tell("view_asset", asset_id=asset_id)
    return render_template(
        "portal/asset.html",
        item=shown,
        newer=says_new(shown),
        shares=shares.box(),
        deals=deal_choices(deals.box()),
        ends=share_ends(),
        made=request.args.get("made", ""),
        problems=problems,
        typed=request.form,
        key=uuid4().hex,
        may_share=may("create_share"),
    )


def deal_choices(deals: Box) -> list[tuple[str, str]]:
    """Deals that were sent; where nobody can tell now, a link may still be made for none."""
    sent = [deal for deal in deals.items if deal["submitted_at"]]
    return [(deal["deal_registration_id"], f"{deal['customer']['legal_name']} · {deal['number']}") for deal in sent]


def says_new(shown: dict[str, Any]) -> str:
    """To whoever took an earlier version out: that there is a newer one."""
    held, current = shown.get("held_version_number"), (shown["current_version"] or {}).get("number")
    if not held or not current or held >= current:
        return ""
    return _("You have version %(held)d. Version %(current)d is the current one.", held=held, current=current)
