"""What happens to every request before and after its page or operation: names it, counts it, finds who asks,
seals it.
"""

from __future__ import annotations

import re
import uuid
from typing import Final

from flask import Flask, Response, current_app, g, request
from flask_wtf import CSRFProtect
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from chassis import clock
from chassis.errors import ServiceError
from gateway import errors
from gateway.identity import authenticate
from gateway.runtime import runtime

CONTENT_SECURITY_POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; media-src 'self'; "
    "connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'; manifest-src 'self'"
)
HEADERS: Final = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
HSTS: Final = "max-age=31536000; includeSubDomains"
UNWATCHED: Final = ("/static/", "/livez", "/readyz")
CARRIES_FILES: Final = "carries_files"  # the mark of such a view
SAFE: Final = frozenset({"GET", "HEAD", "OPTIONS"})
_REQUEST_ID: Final = re.compile(r"[A-Za-z0-9._-]{1,64}")
_TRACEPARENT: Final = re.compile(r"00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}")

csrf: Final = CSRFProtect()


def register(app: Flask) -> None:
    csrf.init_app(app)
    app.before_request(name)
    app.before_request(admit)
    app.after_request(seal)
    app.register_error_handler(CSRFError, forged)
    app.register_error_handler(DBAPIError, database_lost)
    app.register_error_handler(PoolTimeout, database_lost)


def name() -> None:
    """The id by which this request is found in every log; a caller's own is kept where it is harmless."""
    given = request.headers.get("X-Request-Id", "")
    g.request_id = given if _REQUEST_ID.fullmatch(given) else uuid.uuid4().hex
    traceparent = request.headers.get("traceparent", "")
    g.traceparent = traceparent if _TRACEPARENT.fullmatch(traceparent) else None
    g.account = None
    g.by_cookie = False


def admit() -> None:
    """Counted by address before anybody is looked up, by account after; then a browser's writes must be its own."""
    if request.path.startswith(UNWATCHED):
        return
    running, now = runtime(), clock.now()
    limits, settings = running.limits, running.settings
    address = f"address:{request.remote_addr}"
    g.standing = limits.spend(address, settings.requests_per_minute_address, now)
    authenticate.establish(now)
    if g.account is not None:
        g.standing = limits.spend(f"account:{g.account.account_id}", settings.requests_per_minute_account, now)
    if request.method not in SAFE and (g.by_cookie or not errors.wants_problem()) and not postpones_its_token():
        csrf.protect()


def postpones_its_token() -> bool:
    """A form that carries files is read once, as it arrives: its view looks at the token (uploads/page_forms.py)."""
    return hasattr(current_app.view_functions.get(request.endpoint or ""), CARRIES_FILES)


def seal(response: Response) -> Response:
    for header, value in HEADERS.items():
        response.headers.setdefault(header, value)
    if runtime().settings.https:
        response.headers["Strict-Transport-Security"] = HSTS
    response.headers["X-Request-Id"] = g.get("request_id", "")
    if not request.path.startswith("/static/"):
        response.headers.setdefault("Cache-Control", "no-store")
    if (standing := g.get("standing")) is not None:
        response.headers["RateLimit-Policy"] = f'"default";q={standing.limit};w=60'
        response.headers["RateLimit"] = f'"default";r={standing.remaining};t={standing.resets_in}'
    return response


def forged(_error: CSRFError) -> Response:
    return errors.answer(ServiceError("forbidden", "form_expired"))


def database_lost(error: Exception) -> Response:
    """The gateway's own database does not answer: nothing is decided without it."""
    if isinstance(error, DBAPIError) and not error.connection_invalidated and not _is_operational(error):
        return errors.bug(error)
    return errors.answer(ServiceError("unavailable", "database_unavailable"))


def _is_operational(error: DBAPIError) -> bool:
    return type(error).__name__ in {"OperationalError", "InterfaceError"}
