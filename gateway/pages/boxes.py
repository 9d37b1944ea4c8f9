"""Questions to the services, sent together; each answer may fail alone and leave the rest of the page standing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from flask import request

from chassis.errors import ServiceError
from gateway import invoke as services
from gateway.errors import explain
from gateway.errors import sentence as told

PATIENCE_SECONDS: Final = 2.5  # A reader would rather see the rest of the page than wait longer for one part.


@dataclass(frozen=True)
class Box:
    """What one part of a page knows: an answer, or why there is none."""

    value: Any = None
    error: ServiceError | None = None

    @property
    def ok(self) -> bool:
        return self.error is None

    @property
    def forbidden(self) -> bool:
        """Not for this role: the part is left out rather than shown as broken."""
        return self.error is not None and self.error.kind == "forbidden"

    @property
    def sentence(self) -> str:
        """A question may simply be asked again: what whoever sent something is told is left out."""
        if self.error and self.error.code == "service_silent":
            return told("service_unavailable")
        return explain(self.error) if self.error else ""

    @property
    def items(self) -> list[Any]:
        return list((self.value or {}).get("items", ())) if isinstance(self.value, Mapping) else list(self.value or ())

    @property
    def next_cursor(self) -> str | None:
        return self.value.get("next_cursor") if isinstance(self.value, Mapping) else None


class Question:
    """An operation already on its way; the page goes on asking others before it reads this answer."""

    def __init__(self, operation_id: str, command: dict[str, Any], patience: float | None = PATIENCE_SECONDS) -> None:
        self._refusal: ServiceError | None = None
        try:
            self._answer = services.submit(operation_id, command=command, channel=channel(), patience=patience)
        except ServiceError as error:
            self._refusal = error

    def value(self) -> Any:
        if self._refusal:
            raise self._refusal
        return self._answer.result()

    def box(self) -> Box:
        try:
            return Box(self.value())
        except ServiceError as error:
            return Box(error=error)


def channel() -> str:
    return "console" if request.path.startswith("/console") else "portal"


def ask(operation_id: str, **command: Any) -> Question:
    return Question(operation_id, {key: value for key, value in command.items() if value not in (None, "", [])})


def tell(operation_id: str, key: str | None = None, **command: Any) -> Any:
    """One write, done now. The key makes a doubled press one effect."""
    sent = {name: value for name, value in command.items() if value is not None}
    return services.invoke(operation_id, command=sent, idempotency_key=key, channel=channel())
