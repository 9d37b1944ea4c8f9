"""One command as it came off the wire, before anybody looked inside.

Owns the shape that the pipeline and the command log share; refuses to know any method.
"""

from dataclasses import dataclass, field
from typing import Any

from chassis.context import Principal


class Replayed(str):
    """A reply that was stored when its command was carried out, told again."""

    __slots__ = ()


@dataclass(frozen=True, kw_only=True)
class Request:
    """One command as it came off the wire; deadline is the machine's clock in epoch seconds."""

    command: dict[str, Any]
    principal: Principal = field(default_factory=Principal)
    command_id: str | None = None
    request_hash: str = ""
    seal_key: str | None = field(default=None, repr=False)
    deadline: float | None = None
    correlation_id: str | None = None
    traceparent: str | None = None
    channel: str | None = None
