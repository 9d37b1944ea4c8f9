"""RPC on the wire: what a request message must look like, and the body of a reply.

Owns the validation of everything a broker may bring; refuses to know methods.
"""

import json
import re
from typing import Any

from kombu.message import Message

from chassis.broker_names import REPLY_PATTERN
from chassis.context import Principal
from chassis.errors import ServiceError
from chassis.rpc_request import Replayed, Request
from chassis.wire import dumps

JSON = "application/json"
# A reply to anywhere else would cost the channel that all replies share.
_REPLY = re.compile(REPLY_PATTERN)
_LONGEST_BODY = 1024 * 1024
_HEADERS = (
    "prm-principal",
    "prm-deadline",
    "prm-command-id",
    "prm-request-hash",
    "prm-seal-key",
    "prm-correlation-id",
    "prm-channel",
    "traceparent",
)


class MalformedError(Exception):
    """A message in the RPC queue that is no request: nobody can be answered, a person must look."""


def reply_body(result: str) -> str:
    """A reply around a result that is JSON already; one told again says so."""
    replayed = ',"replayed":true' if isinstance(result, Replayed) else ""
    return f'{{"result":{result},"error":null{replayed}}}'


def error_body(error: ServiceError) -> str:
    return dumps({"result": None, "error": error.to_wire()})


def read_request(message: Message) -> Request:
    """Raises MalformedError unless everything about the message is as a caller of ours would send it."""
    headers, properties = message.headers or {}, message.properties
    if headers.get("compression"):
        raise MalformedError("compressed bodies are refused")
    if message.content_type != JSON:
        raise MalformedError(f"content type {message.content_type!r}")
    if not _REPLY.fullmatch(str(properties.get("reply_to") or "")):
        raise MalformedError("nobody to reply to")
    texts = {name: _text(headers, name) for name in _HEADERS}
    try:
        principal = Principal.from_header(texts["prm-principal"] or "{}") if texts["prm-principal"] else Principal()
        deadline = int(texts["prm-deadline"]) / 1000 if texts["prm-deadline"] else None
    except (ValueError, RecursionError) as error:
        raise MalformedError(f"unreadable header: {error}") from error
    return Request(
        command=_command(message.body),
        principal=principal,
        command_id=texts["prm-command-id"],
        request_hash=texts["prm-request-hash"] or "",
        seal_key=texts["prm-seal-key"],
        deadline=deadline,
        correlation_id=texts["prm-correlation-id"],
        traceparent=texts["traceparent"],
        channel=texts["prm-channel"],
    )


def _text(headers: dict[str, Any], name: str) -> str | None:
    value = headers.get(name)
    if value is not None and not isinstance(value, str):
        raise MalformedError(f"header {name} is no text")
    return value


def _command(raw: bytes | str) -> dict[str, Any]:
    if len(raw) > _LONGEST_BODY:
        raise MalformedError(f"{len(raw)} bytes is more than a request may have")
    try:
        body = json.loads(raw)
    except (ValueError, RecursionError) as error:
        raise MalformedError(f"not JSON: {error}") from error
    if not isinstance(body, dict) or body.get("args") != [] or not isinstance(body.get("kwargs"), dict):
        raise MalformedError('the body must be {"args": [], "kwargs": {"command": {...}}}')
    command = body["kwargs"].get("command", {})
    if not isinstance(command, dict) or set(body["kwargs"]) > {"command"}:
        raise MalformedError("the command is no object")
    return command
