"""From an owner's answer to the response: status, Location, ETag."""

from __future__ import annotations

from typing import Any

from flask import Response, g, request

from chassis import wire
from gateway import files
from gateway.api.operation import Operation


def respond(operation: Operation, result: Any) -> Response:
    if isinstance(result, Response):
        return result
    if operation.success == 204 or result is None:
        return _marked(Response(status=204))
    if operation.sends_file:
        return files.stream(result["blob_key"], result["filename"], result["media_type"])
    response = Response(wire.dumps(result), status=operation.success, mimetype="application/json")
    if isinstance(result, dict):
        _address(operation, response, result)
    return _marked(response)


def _address(operation: Operation, response: Response, result: dict[str, Any]) -> None:
    if operation.location and operation.success == 201:
        response.headers["Location"] = operation.location.format(**result)
    if isinstance(version := result.get("version"), int):
        response.set_etag(str(version))
        if operation.method == "GET":
            response.make_conditional(request)


def _marked(response: Response) -> Response:
    if g.get("replayed"):
        response.headers["Idempotency-Replayed"] = "true"
    return response
