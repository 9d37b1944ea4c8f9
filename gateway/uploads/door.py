"""POST /v1/uploads: the request's body is the file, its name a header. No other body may be so large."""

from __future__ import annotations

from typing import Final
from urllib.parse import unquote

from flask import Response, request

from chassis.blobs import TooLarge
from chassis.errors import ServiceError
from gateway.api import answers
from gateway.api.operation import Operation
from gateway.runtime import runtime
from gateway.uploads.receiving import body_chunks, receive

_FORMS: Final = ("multipart/form-data", "application/x-www-form-urlencoded")


def take_file(operation: Operation) -> Response:
    """Streams the body into the store; how large it is going to be is asked first, where the sender says so."""
    if request.mimetype in _FORMS:
        raise ServiceError("invalid", "media_type_unsupported", "", {"expected": "application/octet-stream"})
    limit = runtime().settings.largest_upload
    if (request.content_length or 0) > limit:
        raise TooLarge(limit)
    request.max_content_length = limit
    received = receive(
        body_chunks(request.stream),
        owner=request.args.get("for", ""),
        filename=unquote(request.headers.get("Prm-Filename", ""), errors="replace"),
        channel="api",
        idempotency_key=request.headers.get("Idempotency-Key"),
    )
    return answers.respond(operation, received)
