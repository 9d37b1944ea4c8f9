"""An event as it arrives: parsed once, guarded against what a broker may carry, attributes as the envelope names them.

Owns the tolerant reading of envelopes; refuses to read data (each consumer's own schema does).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from chassis.broker_names import REPLAY_HEADER
from chassis.envelope import MAX_BYTES

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

_REQUIRED = ("id", "source", "type", "subject")
_SOURCE_PREFIX = "/prm/"


class UndecodableError(Exception):
    """A message that is no event of ours: no second try can help it."""


@dataclass(frozen=True, kw_only=True)
class Event:
    """A received envelope; text is what came over the wire, byte for byte."""

    attributes: Mapping[str, Any]
    data: Any
    text: str
    kept_headers: Mapping[str, Any] = field(default_factory=dict)

    @property
    def id(self) -> str:
        return str(self.attributes["id"])

    @property
    def source(self) -> str:
        return str(self.attributes["source"])

    @property
    def publisher(self) -> str:
        """The service behind the source: partition of names, not of meaning."""
        return self.source.removeprefix(_SOURCE_PREFIX)

    @property
    def type(self) -> str:
        return str(self.attributes["type"])

    @property
    def subject(self) -> str:
        return str(self.attributes["subject"])

    @property
    def is_replayed(self) -> bool:
        """Whether it comes from the log once more."""
        return REPLAY_HEADER in self.kept_headers

    @property
    def version(self) -> int:
        return int(self.attributes["aggregateversion"])


@dataclass(frozen=True, kw_only=True)
class Delivery:
    """One event inside the transaction of its effect, as a handler sees it; data is loaded by the `reads` schema.

    In a rebuild a handler keeps what the event says and does nothing else: whatever followed from it has followed.
    """

    session: Session
    data: dict[str, Any]
    event: Mapping[str, Any]
    now: datetime
    is_rebuild: bool = False


def parse(body: bytes | str, headers: Mapping[str, Any] | None = None) -> Event:
    """Raises UndecodableError for anything that is not an envelope of the suite."""
    raw = body.encode() if isinstance(body, str) else body
    if len(raw) > 2 * MAX_BYTES:
        raise UndecodableError(f"{len(raw)} bytes is more than an event may have")
    try:
        text = raw.decode("utf-8")
        document = json.loads(text, parse_constant=_refuse)
    except (UnicodeDecodeError, ValueError, RecursionError) as error:
        raise UndecodableError(f"not JSON: {error}") from error
    if not isinstance(document, dict) or any(not isinstance(document.get(name), str) for name in _REQUIRED):
        raise UndecodableError("not an envelope: id, source, type and subject are required")
    version = document.get("aggregateversion")
    if not isinstance(version, int) or isinstance(version, bool) or version < 1:
        raise UndecodableError("aggregateversion must count from 1")
    data = document.pop("data", None)
    return Event(attributes=document, data=data, text=text, kept_headers=dict(headers or {}))


def _refuse(constant: str) -> Any:
    raise ValueError(f"{constant} is not JSON")
