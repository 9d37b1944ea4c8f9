"""Who asks, and the trail of one piece of work from its first request to its last event.

Owns the context that travels in headers; refuses to decide what a principal may do.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

SCOPES = ("none", "own", "company", "hierarchy", "all")


@dataclass(frozen=True, kw_only=True)
class Principal:
    """The caller as the edge authenticated it: actor is person:<id>, service:<name> or anonymous."""

    actor: str = "anonymous"
    roles: tuple[str, ...] = ()
    scope: str = "none"
    claims: Mapping[str, str] = field(default_factory=dict)

    def to_header(self) -> str:
        body = {"actor": self.actor, "roles": list(self.roles), "scope": self.scope, "claims": dict(self.claims)}
        return json.dumps(body, separators=(",", ":"))

    @classmethod
    def from_header(cls, text: str) -> Principal:
        """Raises ValueError on anything that is not exactly a principal."""
        body = json.loads(text)
        if not isinstance(body, dict) or not isinstance(body.get("actor"), str):
            raise ValueError("the principal names no actor")
        roles, scope, claims = body.get("roles", []), body.get("scope", "none"), body.get("claims", {})
        if scope not in SCOPES or not isinstance(roles, list) or not isinstance(claims, dict):
            raise ValueError("the principal has an unknown shape")
        return cls(
            actor=body["actor"],
            roles=tuple(str(role) for role in roles),
            scope=scope,
            claims={str(name): str(value) for name, value in claims.items() if value is not None},
        )


@dataclass(frozen=True, kw_only=True)
class Context:
    """What every event recorded in a transaction inherits: who caused it, and in the course of what."""

    actor: str
    correlation_id: str | None = None
    causation_id: str | None = None
    traceparent: str | None = None
    channel: str | None = None


@dataclass(frozen=True, kw_only=True)
class Call:
    """One RPC inside its transaction, as an entrypoint sees it; command is already loaded by the `takes` schema."""

    session: Session
    command: dict[str, Any]
    principal: Principal
    command_id: str | None
    correlation_id: str | None
    traceparent: str | None
    channel: str | None
    now: datetime
