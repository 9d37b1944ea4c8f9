"""The one error that crosses the wire, and the single place where any exception becomes it.

Owns kinds and translation; refuses to know status codes of HTTP (the gateway) or texts of a domain (the services).
"""

from collections.abc import Mapping
from typing import Any, ClassVar

KINDS = ("invalid", "not_found", "conflict", "forbidden", "unavailable", "internal")


class ServiceError(Exception):
    """What a caller sees of any failure: a kind the edge maps, a stable code, a sentence, and details as plain JSON."""

    def __init__(self, kind: str, code: str, message: str = "", details: Mapping[str, Any] | None = None) -> None:
        if kind not in KINDS:
            raise ValueError(f"unknown kind of error: {kind!r}")
        super().__init__(message or code)
        self.kind = kind
        self.code = code
        self.message = message or code
        self.details = dict(details or {})

    def to_wire(self) -> dict[str, Any]:
        return {"kind": self.kind, "code": self.code, "message": self.message, "details": self.details}

    @classmethod
    def from_wire(cls, body: Mapping[str, Any]) -> "ServiceError":
        kind = body.get("kind")
        known = kind if kind in KINDS else "internal"
        return cls(known, str(body.get("code", "internal")), str(body.get("message", "")), body.get("details"))


class DomainError(Exception):
    """For code that may import the chassis; a service's own errors.py needs only the same two attributes."""

    kind: ClassVar[str] = "conflict"
    code: ClassVar[str] = "conflict"

    def __init__(self, message: str = "", **details: Any) -> None:
        super().__init__(message)
        self.details = details


INTERNAL = ServiceError("internal", "internal", "Something went wrong on our side. Please try again.")


def translate(error: BaseException) -> ServiceError | None:
    """A ServiceError for anything that carries a kind and a code; None for a bug, which the caller logs and hides."""
    if isinstance(error, ServiceError):
        return error
    kind, code = getattr(error, "kind", None), getattr(error, "code", None)
    if isinstance(kind, str) and isinstance(code, str) and kind in KINDS:
        details = getattr(error, "details", None)
        return ServiceError(kind, code, str(error), details if isinstance(details, Mapping) else None)
    return None
