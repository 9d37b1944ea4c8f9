"""Settings of one's own account: language and theme, keys, sessions that can be ended, API tokens shown once."""

from typing import Any
from uuid import uuid4

from flask import Blueprint, flash, redirect, render_template, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from chassis.errors import ServiceError
from gateway.invoke import may
from gateway.pages.boxes import ask, tell
from gateway.pages.forms import Problems, refused

blueprint = Blueprint("settings", __name__)
Answer = str | Response | tuple[str, int]


@blueprint.get("/settings")
def settings() -> str:
    return page({})


@blueprint.post("/settings/tokens")
def create_token() -> Answer:
    """The secret is in this one answer and nowhere else, so there is no redirect."""
    name = request.form.get("name", "").strip()
    if not name:
        return page({"name": _("Name the token after what will use it")}), 422
    try:
        made = tell("create_token", request.form.get("key"), name=name)
    except ServiceError as error:
        if error.kind not in ("invalid", "conflict"):
            raise
        return page({"name": next(iter(refused(error).values()))}), 422
    return page({}, secret=made["token"], secret_name=name)


@blueprint.post("/settings/tokens/<uuid:token_id>/revoke")
def revoke_token(token_id: Any) -> Response:
    tell("revoke_token", token_id=str(token_id))
    flash(_("The token is revoked. Whatever used it is locked out."), "ok")
    return redirect("/settings#tokens", 303)


@blueprint.post("/settings/sessions/<uuid:session_id>/end")
def end_session(session_id: Any) -> Response:
    tell("end_session", session_id=str(session_id))
    flash(_("That session is ended."), "ok")
    return redirect("/settings#sessions", 303)


def device(agent: str) -> str:
    """Browser and system by their plain names, from what the browser says of itself."""
    browsers = {"Edg/": "Edge", "Firefox/": "Firefox", "Chrome/": "Chrome", "Safari/": "Safari"}
    systems = {
        "iPhone": "iPhone",
        "iPad": "iPad",
        "Android": "Android",
        "Windows": "Windows",
        "Mac OS": "macOS",
        "Linux": "Linux",
    }
    browser = next((name for mark, name in browsers.items() if mark in agent), "")
    system = next((name for mark, name in systems.items() if mark in agent), "")
    return " · ".join(part for part in (browser, system) if part) or agent[:40] or _("Unknown device")


def page(problems: Problems, secret: str = "", secret_name: str = "") -> str:
    sessions, tokens = ask("list_sessions"), ask("list_tokens") if may("list_tokens") else None
    return render_template(
        "portal/settings.html",
        sessions=sessions.box(),
        tokens=tokens.box() if tokens else None,
        problems=problems,
        typed=request.form,
        secret=secret,
        secret_name=secret_name,
        key=str(uuid4()),
    )
