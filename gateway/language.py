"""Which language a request is answered in: the account's, else the cookie's, else what the browser prefers."""

from __future__ import annotations

from typing import Final

from flask import Flask, g, request
from flask_babel import Babel

LANGUAGES: Final = ("en", "es")


def chosen() -> str:
    cookie = request.cookies.get("language")
    if cookie in LANGUAGES:
        return cookie
    account = g.get("account")
    if account is not None and account.language in LANGUAGES:
        language: str = account.language
        return language
    return request.accept_languages.best_match(LANGUAGES) or LANGUAGES[0]


def register(app: Flask) -> None:
    Babel(app, default_locale=LANGUAGES[0], locale_selector=chosen)
