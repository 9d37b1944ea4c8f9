"""Reads one message from a service into a row-to-be of the log; refuses what is not an event of that service."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NoReturn
from uuid import UUID

from chassis.envelope import MAX_BYTES, MEDIA_TYPE

# The publisher bounds an event before the relay adds its numbers.
MOST_BYTES = MAX_BYTES + 1024


class MalformedEventError(Exception):
    """The message can never become a row; `reason` goes with it to the dead letters."""

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(f"{reason}: {detail}" if detail else reason)
        self.reason = reason
        self.detail = detail


@dataclass(frozen=True)
class Arrival:
    """An event as received: the attributes the log is read by, and the bytes as published."""

    source: str
    id: UUID
    sequence: str
    type: str
    subject: str
    partnerid: UUID | None
    aggregateversion: int
    time: datetime
    body: bytes


def read_arrival(service: str, body: bytes, content_type: str | None, content_encoding: str | None) -> Arrival:
    """Check the envelope and the sender. The data inside was checked by its publisher before commit."""
    if len(body) > MOST_BYTES:
        raise MalformedEventError("too_large", f"{len(body)} bytes")
    if content_type is None or content_type.split(";")[0].strip().lower() != MEDIA_TYPE:
        raise MalformedEventError("content_type", str(content_type)[:80])
    if content_encoding not in (None, "", "utf-8"):
        raise MalformedEventError("content_encoding", str(content_encoding)[:80])
    event = _parse(body)
    if event.get("specversion") != "1.0":
        raise MalformedEventError("envelope", "specversion")
    if event.get("source") != f"/prm/{service}":
        raise MalformedEventError("foreign_source", str(event.get("source"))[:80])
    try:
        return Arrival(
            source=event["source"],
            id=UUID(event["id"]),
            sequence=_digits(event["sequence"]),
            type=_text(event["type"]),
            subject=_text(event["subject"]),
            partnerid=UUID(event["partnerid"]) if event.get("partnerid") else None,
            aggregateversion=_whole(event["aggregateversion"]),
            time=_moment(event["time"]),
            body=body,
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise MalformedEventError("envelope", f"{type(error).__name__} {error}"[:200]) from error


def _parse(body: bytes) -> Mapping[str, Any]:
    try:
        event = json.loads(body.decode("utf-8"), object_pairs_hook=_unique, parse_constant=_refuse)
    except (ValueError, RecursionError) as error:
        raise MalformedEventError("not_json", str(error)[:200]) from error
    if not isinstance(event, dict):
        raise MalformedEventError("not_json", "not an object")
    return event


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) != len(pairs):
        raise ValueError("a member is named twice")
    return members


def _refuse(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is not JSON")


def _text(value: Any) -> str:
    if not isinstance(value, str) or not 0 < len(value) <= 255 or "\x00" in value:
        raise ValueError("a short text is wanted")
    return value


def _digits(value: Any) -> str:
    if not isinstance(value, str) or len(value) != 20 or not (value.isascii() and value.isdigit()):
        raise ValueError("sequence wants 20 digits")
    return value


def _whole(value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 0 < value < 2**31:
        raise ValueError("aggregateversion wants a positive whole number")
    return value


def _moment(value: Any) -> datetime:
    moment = datetime.fromisoformat(value)
    if moment.tzinfo is None:
        raise ValueError("time wants a zone")
    return moment
