"""CloudEvents 1.0 around a fact: the attributes every event of the suite carries, on every door in the same bytes.

Owns the shape of the envelope; refuses to know what data means.
"""

import dataclasses
from collections.abc import Mapping
from datetime import datetime
from typing import Any, ClassVar, Protocol
from uuid import UUID

from chassis.context import Context
from chassis.wire import dumps, plain

MEDIA_TYPE = "application/cloudevents+json"
MAX_BYTES = 64 * 1024
_NOT_MIRRORED = ("specversion", "datacontenttype", "data")


class Fact(Protocol):
    """What a service's events.py defines: a frozen dataclass with its type, and the aggregate it speaks about."""

    TYPE: ClassVar[str]
    SUBJECT: ClassVar[str]
    __dataclass_fields__: ClassVar[dict[str, Any]]


class EventTooLargeError(Exception):
    """An event above 64 KiB is a bug of its publisher: large things travel by reference."""


def subject_of(fact: Fact) -> str:
    return f"{fact.SUBJECT}/{getattr(fact, f'{fact.SUBJECT}_id')}"


def data_of(fact: Fact) -> dict[str, Any]:
    return {field.name: plain(getattr(fact, field.name)) for field in dataclasses.fields(fact)}


def render(fact: Fact, *, event_id: UUID, service: str, data: dict[str, Any], at: datetime, context: Context) -> str:
    """The envelope as JSON text, but for aggregateversion and sequence, which are known later (see complete)."""
    subject = subject_of(fact)
    attributes: dict[str, Any] = {
        "id": str(event_id),
        "source": f"/prm/{service}",
        "type": fact.TYPE,
        "subject": subject,
        "time": plain(at),
        "datacontenttype": "application/json",
        "dataschema": f"/schemas/{fact.TYPE}",
        "partitionkey": subject,
        "correlationid": context.correlation_id,
        "causationid": context.causation_id,
        "traceparent": context.traceparent,
        "actor": context.actor,
    }
    extensions: Mapping[str, str] = getattr(fact, "EXTENSIONS", {})
    attributes.update({name: data.get(field) for name, field in extensions.items()})
    present = {name: value for name, value in attributes.items() if value is not None}
    text = dumps({**present, "data": data})
    if len(text.encode()) > MAX_BYTES:
        raise EventTooLargeError(f"{fact.TYPE} of {subject} is {len(text.encode())} bytes")
    return text


def complete(text: str, *, aggregateversion: int, position: int | None = None) -> str:
    """Put in front what only the database and the relay's leader know; the rest stays byte for byte."""
    sequence = f'"sequence":"{position:020d}",' if position is not None else ""
    return f'{{"specversion":"1.0",{sequence}"aggregateversion":{aggregateversion},{text[1:]}'


def headers(event: Mapping[str, Any]) -> dict[str, Any]:
    """The attributes mirrored as AMQP headers, so that brokers and tools can route without parsing."""
    named = {f"cloudEvents_{name}": value for name, value in event.items() if name not in _NOT_MIRRORED}
    return {"cloudEvents_specversion": "1.0", **named}
