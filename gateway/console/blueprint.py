"""The console's blueprint: staff only, in the console's frame, never from a cache that mixes fragments with pages."""

from __future__ import annotations

from flask import Blueprint, abort, g, redirect, render_template, request
from werkzeug.wrappers import Response

from gateway.console.frame import count_ahead, frame

console = Blueprint("console", __name__, url_prefix="/console")
console.context_processor(frame)


@console.before_request
def admit_staff_only() -> Response | None:
    """To a partner the console does not exist."""
    if g.account is None:
        wanted = request.full_path.rstrip("?")
        return redirect(f"/sign-in?next={wanted}" if request.method == "GET" else "/sign-in", 303)
    if not g.account.is_staff:
        abort(404)
    if not request.path.endswith(".csv"):
        count_ahead()
    return None


@console.get("/menu")
def menu() -> str:
    return render_template("console/menu.html")
