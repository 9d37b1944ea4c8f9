"""Language, theme and keys: a cookie for everyone, and the account's own choice where one is signed in."""

import logging
from typing import Any, Final

from flask import Blueprint, Response, current_app, g, redirect, request
from werkzeug.wrappers import Response as Answer

from chassis.errors import ServiceError
from gateway.invoke import invoke
from gateway.pages.shell import LANGUAGES, THEMES

log = logging.getLogger(__name__)
blueprint = Blueprint("preferences", __name__)
A_YEAR: Final = 31_536_000
CHOICES: Final = {"language": tuple(LANGUAGES), "theme": THEMES, "keys": ("on", "off")}


def local_path(value: str | None) -> str:
    """Where to go back to; only a path of our own."""
    if not value or not value.startswith("/") or value.startswith(("//", "/\\")):
        return "/"
    return value


@blueprint.post("/preferences")
def choose() -> Answer:
    answer: Answer
    if request.headers.get("HX-Request"):
        answer = Response(status=204)
    else:
        answer = redirect(local_path(request.form.get("next")), 303)
    chosen = {name: value for name, allowed in CHOICES.items() if (value := request.form.get(name)) in allowed}
    remember_on_account({name: value for name, value in chosen.items() if name != "keys"})
    for name, value in chosen.items():
        secure = bool(current_app.config.get("SESSION_COOKIE_SECURE"))
        answer.set_cookie(name, value or "", max_age=A_YEAR, samesite="Lax", httponly=True, secure=secure)
    return answer


def remember_on_account(chosen: dict[str, Any]) -> None:
    """So that letters come in the language, too. The cookie alone is enough where it cannot be written."""
    if g.account is None or not chosen:
        return
    try:
        invoke("update_account", command={"version": g.account.version, **chosen})
    except ServiceError:
        log.info("preference kept in the cookie alone")
