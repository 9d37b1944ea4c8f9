"""The one place where an error becomes an answer: kind to status, code to sentence, problem+json for the API,
a page for people.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

import yaml
from flask import Flask, Response, current_app, g, jsonify, render_template, request
from flask_babel import get_locale
from jinja2 import TemplateNotFound
from werkzeug.exceptions import HTTPException, MethodNotAllowed

from chassis.errors import ServiceError

log = logging.getLogger(__name__)

STATUS_OF_KIND: Final = {
    "invalid": 422,
    "not_found": 404,
    "conflict": 409,
    "forbidden": 403,
    "unavailable": 503,
    "internal": 500,
}
STATUS_OF_CODE: Final = {
    "json_unparseable": 400,
    "header_invalid": 400,
    "request_unreadable": 400,
    "method_not_allowed": 405,
    "resync_required": 409,
    "body_too_large": 413,
    "file_too_large": 413,
    "upload_interrupted": 400,
    "file_type_unknown": 415,
    "file_type_mismatch": 415,
    "program_refused": 415,
    "web_page_refused": 415,
    "macros_refused": 415,
    "earlier_format_refused": 415,
    "media_type_unsupported": 415,
    "if_match_required": 428,
    "conflict_check_quota_exceeded": 429,
    "requests_throttled": 429,
    "sign_ins_throttled": 429,
    "sign_in_required": 401,
    "credentials_wrong": 401,
    "token_unknown": 401,
    "cursor_too_old": 410,
}
CODE_OF_STATUS: Final = {
    400: "request_unreadable",
    404: "not_found",
    405: "method_not_allowed",
    413: "body_too_large",
    415: "media_type_unsupported",
}
TEMPLATE_OF_CODE: Final = {"form_expired": "419.html"}
RETRY_AFTER_SECONDS: Final = 2
NOT_FOR_CALLERS: Final = frozenset({"fields", "replayed"})


def status_of(error: ServiceError) -> int:
    if error.code == "stale_version":  # the reader's own precondition failed, or two writers met
        return 412 if "If-Match" in request.headers else 409
    return STATUS_OF_CODE.get(error.code) or STATUS_OF_KIND[error.kind]


@cache
def sentences() -> Mapping[str, Mapping[str, str]]:
    """Every sentence shown for a code, by language (messages.yaml)."""
    loaded: dict[str, dict[str, str]] = yaml.safe_load(Path(__file__).with_name("messages.yaml").read_text())
    return loaded


def sentence(code: str, details: Mapping[str, Any] | None = None, fallback: str = "") -> str:
    """What a person is told for this code, in the language of the request."""
    by_language = sentences().get(code)
    if by_language is None:
        return fallback or sentences()["internal"][language()]
    template = by_language.get(language()) or by_language["en"]
    try:
        return template.format(**(details or {}))
    except (KeyError, IndexError):
        return fallback or template


def language() -> str:
    locale = get_locale()
    return str(locale.language) if locale else "en"


def explain(error: ServiceError) -> str:
    """The sentence for an error that a page wants to show beside a form."""
    return sentence(error.code, error.details, fallback=str(error.message or ""))


def field_errors(error: ServiceError) -> list[dict[str, str]]:
    """The refused fields as {pointer, code, detail}, each told in the reader's language."""
    return [
        {
            "pointer": field.get("pointer", ""),
            "code": field.get("code", "invalid"),
            "detail": sentence(f"field.{field.get('code', 'invalid')}", field, fallback=field.get("message", "")),
        }
        for field in error.details.get("fields", ())
    ]


def problem(error: ServiceError) -> Response:
    """RFC 9457, with the stable code and pointers to the fields."""
    status = status_of(error)
    body: dict[str, Any] = {
        "type": f"/docs#problem-{error.code}",
        "title": sentence(f"status.{status}"),
        "status": status,
        "code": error.code,
        "detail": sentence(error.code, error.details, fallback=str(error.message or "") if status < 500 else ""),
        "request_id": g.get("request_id", ""),
    }
    if fields := field_errors(error):
        body["errors"] = fields
    if shown := {key: value for key, value in error.details.items() if key not in NOT_FOR_CALLERS}:
        body["details"] = shown
    response = jsonify(body)
    response.status_code = status
    response.content_type = "application/problem+json"
    _add_headers(response, error, status)
    return response


def _add_headers(response: Response, error: ServiceError, status: int) -> None:
    if status == 401:
        response.headers["WWW-Authenticate"] = "Bearer"
    if status in {429, 503} or error.code == "command_in_flight":
        response.headers["Retry-After"] = str(error.details.get("retry_after", RETRY_AFTER_SECONDS))


def page(error: ServiceError) -> Response:
    """The same error as a page; the portal's errors/<status>.html, else its errors/error.html."""
    status = status_of(error)
    told = {
        "status": status,
        "code": error.code,
        "title": sentence(f"status.{status}"),
        "detail": sentence(error.code, error.details, fallback=str(error.message or "") if status < 500 else ""),
        "request_id": g.get("request_id", ""),
    }
    response = Response(_error_template(status, told), status=status, mimetype="text/html")
    _add_headers(response, error, status)
    return response


def _error_template(status: int, told: Mapping[str, Any]) -> str:
    try:
        name = TEMPLATE_OF_CODE.get(told["code"], f"{status}.html")
        return render_template([f"errors/{name}", "errors/error.html"], **told)
    except TemplateNotFound:
        return f"{told['title']}: {told['detail']} ({told['request_id']})"


def wants_problem() -> bool:
    return request.path.startswith("/v1/") or request.path == "/v1"


def answer(error: ServiceError) -> Response:
    return problem(error) if wants_problem() else page(error)


def of_http(exception: HTTPException) -> ServiceError:
    """What Flask and Werkzeug refuse by themselves, in our words."""
    code = CODE_OF_STATUS.get(exception.code or 500, "request_unreadable")
    return ServiceError("not_found" if code == "not_found" else "invalid", code)


def refused_by_http(exception: HTTPException) -> Response:
    if exception.response is not None or (exception.code or 500) < 400:
        return current_app.make_response(exception.get_response())
    response = answer(of_http(exception))
    if isinstance(exception, MethodNotAllowed):
        response.headers["Allow"] = ", ".join(sorted(exception.valid_methods or ()))
    return response


def bug(exception: Exception) -> Response:
    """Logged with its trace and the request's id; the caller is told the id and nothing else."""
    log.error("unhandled %s in request %s", type(exception).__name__, g.get("request_id"), exc_info=exception)
    return answer(ServiceError("internal", "internal"))


def register(app: Flask) -> None:
    app.register_error_handler(ServiceError, answer)
    app.register_error_handler(HTTPException, refused_by_http)
    app.register_error_handler(Exception, bug)
