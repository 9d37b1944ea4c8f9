"""The OpenAPI 3.1 document, made from the table of operations and what their owners say; nothing is described twice."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from gateway.api.operation import Operation
from gateway.errors import STATUS_OF_CODE, sentences
from gateway.identity.policies import Policies
from gateway.uploads.operations import OWNERS

VERSION: Final = "1"
PROBLEM: Final = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
PROBLEM_SCHEMA: Final = {
    "type": "object",
    "required": ["type", "title", "status", "code", "detail", "request_id"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "code": {"type": "string", "description": "Stable; what programs decide by."},
        "detail": {"type": "string", "description": "For people, in the language of the request."},
        "request_id": {"type": "string"},
        "details": {"type": "object"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["pointer", "code", "detail"],
                "properties": {
                    "pointer": {"type": "string"},
                    "code": {"type": "string"},
                    "detail": {"type": "string"},
                },
            },
        },
    },
}
ALWAYS: Final = (400, 401, 403, 404, 422, 429, 500, 503)
ON_WRITES: Final = (409, 413, 415)
IDEMPOTENCY_KEY: Final = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": False,
    "description": "The same key with the same request has one effect and one answer, for at least seven days.",
    "schema": {"type": "string", "minLength": 1, "maxLength": 255, "pattern": "^[!-~]+$"},
}
FILE_PARAMETERS: Final = (
    {
        "name": "for",
        "in": "query",
        "required": True,
        "description": "The service that is going to claim the file.",
        "schema": {"type": "string", "enum": list(OWNERS)},
    },
    {
        "name": "Prm-Filename",
        "in": "header",
        "required": True,
        "description": "The file's name in percent-encoded UTF-8. Its ending and its first bytes decide the type.",
        "schema": {"type": "string", "minLength": 1, "maxLength": 600, "pattern": "^[!-~]+$"},
    },
)


def document(operations: Mapping[str, Operation], policies: Policies, public_url: str) -> dict[str, Any]:
    paths: dict[str, dict[str, Any]] = {}
    for operation in operations.values():
        described = _operation(operation, public=policies.is_public(operation.name))
        paths.setdefault(f"/v1{operation.path}", {})[operation.method.lower()] = described
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Partner Relationship Management",
            "version": VERSION,
            "description": "Everything the portal and the console do. Errors are RFC 9457 problems with a stable code.",
        },
        "servers": [{"url": public_url}],
        "security": [{"bearer": []}],
        "tags": [{"name": tag} for tag in _unique(operation.tag for operation in operations.values())],
        "paths": paths,
        "components": {
            "schemas": {"Problem": PROBLEM_SCHEMA},
            "securitySchemes": {"bearer": {"type": "http", "scheme": "bearer"}},
        },
    }


def _unique(values: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(values))


def _operation(operation: Operation, *, public: bool) -> dict[str, Any]:
    described: dict[str, Any] = {
        "operationId": operation.operation_id,
        "summary": operation.summary,
        "tags": [operation.tag],
        "parameters": _parameters(operation),
        "responses": _responses(operation),
        "x-token-scope": operation.token_scope,
    }
    if public:
        described["security"] = [{}, {"bearer": []}]
    if operation.takes_file:
        described["requestBody"] = {"required": True, "content": {"application/octet-stream": {}}}
    elif operation.writes and operation.arguments:
        required = _required(operation)
        body = {"type": "object", "properties": dict(operation.arguments), "additionalProperties": False}
        if required:
            body["required"] = required
        described["requestBody"] = {"required": bool(required), "content": {"application/json": {"schema": body}}}
    return described


def _required(operation: Operation) -> list[str]:
    return [name for name in operation.takes.get("required", ()) if name in operation.arguments]


def _parameters(operation: Operation) -> list[dict[str, Any]]:
    properties = operation.properties
    parameters: list[dict[str, Any]] = [
        {"name": name, "in": "path", "required": True, "schema": properties.get(name, {"type": "string"})}
        for name in operation.path_parameters
    ]
    if operation.takes_file:
        parameters += [dict(parameter) for parameter in FILE_PARAMETERS]
    if operation.writes:
        parameters.append(dict(IDEMPOTENCY_KEY))
    else:
        parameters += [_query_parameter(name, schema, operation) for name, schema in operation.arguments.items()]
    if operation.takes_version:
        schema = {"type": "string", "pattern": '^"[0-9]{1,9}"$'}
        parameters.append(
            {"name": "If-Match", "in": "header", "required": operation.method == "PATCH", "schema": schema}
        )
    return parameters


def _query_parameter(name: str, schema: Mapping[str, Any], operation: Operation) -> dict[str, Any]:
    parameter = {"name": name, "in": "query", "required": name in _required(operation), "schema": dict(schema)}
    if description := schema.get("description"):
        parameter["description"] = description
    return parameter


def _responses(operation: Operation) -> dict[str, Any]:
    success: dict[str, Any] = {"description": "Done." if operation.writes else "The answer."}
    if operation.sends_file:
        success["content"] = {"application/octet-stream": {}}
    elif operation.success != 204:
        schema = dict(operation.gives) if operation.gives is not None else {}
        success["content"] = {operation.media_type: {"schema": schema}}
    responses = {str(operation.success): success}
    for status in statuses(operation):
        responses[str(status)] = {"description": _describe(status, operation), "content": PROBLEM}
    if "version" in (operation.gives or {}).get("properties", {}) and operation.method == "GET":
        responses["304"] = {"description": "Not changed since the ETag in If-None-Match."}
    return responses


def statuses(operation: Operation) -> list[int]:
    """Every refusal this operation may answer with."""
    found = set(ALWAYS) | (set(ON_WRITES) if operation.writes else set())
    found |= {STATUS_OF_CODE[code] for code in operation.errors if code in STATUS_OF_CODE}
    if operation.takes_version:
        found |= {409, 412} | ({428} if operation.method == "PATCH" else set())
    return sorted(found)


def _describe(status: int, operation: Operation) -> str:
    title = sentences()[f"status.{status}"]["en"]
    codes = ", ".join(sorted(operation.errors))
    return f"{title}. Codes of this operation: {codes}." if status in {409, 422, 403} and codes else f"{title}."
