"""Language, theme and keys: a cookie for everyone, and the account's own choice where one is signed in."""

from typing import Final

from flask import Blueprint, Response, current_app, redirect, request
from werkzeug.wrappers import Response as Answer

from gateway.pages.shell import LANGUAGES, THEMES

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
    for name, allowed in CHOICES.items():
        value = request.form.get(name)
        if value in allowed:
            secure = bool(current_app.config.get("SESSION_COOKIE_SECURE"))
            answer.set_cookie(name, value, max_age=A_YEAR, samesite="Lax", httponly=True, secure=secure)
    return answer
