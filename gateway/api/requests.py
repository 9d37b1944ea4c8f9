"""From a request to the one flat command its owner takes: path, then query or body, then the version from If-Match."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from flask import Request

from chassis.errors import ServiceError
from gateway.api import bodies
from gateway.api.operation import Operation

# A compressed answer carries its coding in the tag ("3:zstd"); the version it names is the same.
_ETAG: Final = re.compile(r'"(\d{1,9})(?::[a-z]+)?"')
_PLAIN: Final = re.compile(r"[^\x00-\x1f\x7f]*")


def command_of(operation: Operation, request: Request, path: Mapping[str, str]) -> dict[str, Any]:
    """Fields the operation does not name go on to the owner, whose schema refuses them, but never over the path."""
    given = bodies.read_object(request) if operation.writes else _query(operation, request)
    if operation.writes and request.args:
        raise _unknown(sorted(request.args))
    if reserved := sorted(given.keys() & {*path, *operation.links.values(), "version", *operation.added}):
        raise _unknown(reserved)
    return {**given, **path, **_version(operation, request)}


def _query(operation: Operation, request: Request) -> dict[str, Any]:
    """A list may be given as repeated names or with commas; any other name may stand once only."""
    query: dict[str, Any] = {}
    for name, values in request.args.lists():
        if not all(_PLAIN.fullmatch(value) for value in values):
            raise _refused(name, "invalid")
        if _is_list(operation.properties.get(name, {})):
            query[name] = [part for value in values for part in value.split(",")]
        elif len(values) > 1:
            raise _refused(name, "given_twice")
        else:
            query[name] = values[0]
    return query


def _is_list(schema: Mapping[str, Any]) -> bool:
    kind = schema.get("type")
    return "array" in (kind if isinstance(kind, list) else [kind])


def _version(operation: Operation, request: Request) -> dict[str, int]:
    if not operation.takes_version:
        return {}
    header = request.headers.get("If-Match")
    if header is None or header == "*":
        if operation.method == "PATCH":
            raise ServiceError("invalid", "if_match_required", "", {})
        return {}
    if (match := _ETAG.fullmatch(header.strip())) is None:
        raise ServiceError("conflict", "stale_version", "This is not the current version.")
    return {"version": int(match.group(1))}


def _unknown(names: list[str]) -> ServiceError:
    fields = [{"pointer": f"/{name}", "code": "unknown", "message": "Unknown field."} for name in names]
    return ServiceError("invalid", "validation_failed", "", {"fields": fields})


def _refused(name: str, code: str) -> ServiceError:
    return ServiceError("invalid", "validation_failed", "", {"fields": [{"pointer": f"/{name}", "code": code}]})
