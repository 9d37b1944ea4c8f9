"""My shares: the links that I passed on, how often each was opened, and taking one back."""

from typing import Any, Final

from flask import Blueprint, flash, redirect, render_template, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from gateway.pages.boxes import ask, tell
from gateway.pages.names import names_of

blueprint = Blueprint("shares", __name__)
PAGE: Final = 25


@blueprint.get("/shares")
def shares() -> str:
    cursor = request.args.get("cursor")
    found = ask("list_shares", limit=PAGE, cursor=cursor).box()
    return render_template(
        "portal/shares.html",
        found=found,
        names=names_of(share["person_id"] for share in found.items),
        first_href="/shares" if cursor else None,
        next_href=f"/shares?cursor={found.next_cursor}" if found.next_cursor else None,
    )


@blueprint.post("/shares/<uuid:share_id>/revoke")
def revoke(share_id: Any) -> Response:
    """Whoever holds the link is told to ask for a new one; nothing else changes, so nobody is asked twice."""
    taken_back = tell("revoke_share", share_id=str(share_id))
    flash(_("The link to %(title)s is taken back. It opens nothing from now on.", title=taken_back["title"]), "ok")
    way = "/shares" if request.form.get("back") == "/shares" else f"/library/{taken_back['asset_id']}#shares"
    return redirect(way, 303)
