"""Who is asking: a Bearer token or the session cookie becomes g.account,
for every request before anything else looks at it.
"""

from __future__ import annotations

from datetime import datetime

from flask import Response, g, request
from sqlalchemy.orm import Session

from chassis.errors import ServiceError
from gateway.identity import sessions, tokens
from gateway.identity.accounts import Account
from gateway.runtime import runtime
from gateway.settings import Settings


def cookie_name(settings: Settings) -> str:
    return "__Host-prm_session" if settings.https else "prm_session"


def establish(now: datetime) -> None:
    """Sets g.account (None for nobody) and g.by_cookie; a Bearer token that is not known is refused, never ignored."""
    running = runtime()
    bearer = _bearer()
    secret = bearer or request.cookies.get(cookie_name(running.settings))
    g.by_cookie = bearer is None and secret is not None
    if not secret:
        return
    with running.statements() as session:
        g.account = _find(session, running.settings, secret, now)
    if g.account is None and bearer:
        raise ServiceError("forbidden", "token_unknown", "This token is unknown, ended or expired.")


def _bearer() -> str | None:
    header = request.headers.get("Authorization")
    if header is None:
        return None
    scheme, _, value = header.partition(" ")
    if scheme.lower() != "bearer" or not value.strip():
        raise ServiceError("forbidden", "token_unknown", "Authorization must be a Bearer token.")
    return value.strip()


def _find(session: Session, settings: Settings, secret: str, now: datetime) -> Account | None:
    if secret.startswith(tokens.PREFIX):
        return None if g.by_cookie else tokens.find(session, secret, now)
    return sessions.find(session, settings, secret, now)


def remember(response: Response, settings: Settings, secret: str) -> None:
    """Set the session cookie: it dies with the browser, and on the server before that."""
    response.set_cookie(cookie_name(settings), secret, httponly=True, secure=settings.https, samesite="Lax", path="/")


def forget(response: Response, settings: Settings) -> None:
    response.delete_cookie(cookie_name(settings), httponly=True, secure=settings.https, samesite="Lax", path="/")
