"""A decision that waits ten seconds before it is carried out. Knows no registration and no storage."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any, Final
from uuid import UUID

from services.deals import errors
from services.deals.standing.model import Actor, Side

UNDO_WINDOW: Final = timedelta(seconds=10)
DECISIONS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {"approve": (), "reject": ("reason_code", "text"), "request_info": ("fields_", "text")}
)


@dataclass(eq=False, kw_only=True)
class PendingDecision:
    """What somebody pressed; no status, event, protection or mail comes of it before `execute_at`."""

    pending_decision_id: UUID
    deal_registration_id: UUID
    decision: str
    decided_by: str
    roles: list[str]
    scope: str
    channel: str
    scheduled_at: datetime
    execute_at: datetime
    body: dict[str, Any] = field(default_factory=dict)
    status: str = "scheduled"
    failure_code: str | None = None

    def actor(self) -> Actor:
        """The person who pressed, as they were when they did."""
        return Actor(
            actor=self.decided_by, side=Side.STAFF, scope=self.scope, roles=tuple(self.roles), channel=self.channel
        )

    @property
    def waits(self) -> bool:
        return self.status == "scheduled"

    def is_refused(self, *settled: datetime | None) -> bool:
        """The rules refused it when it was due, and nothing of this kind has happened to the registration since."""
        return self.status == "failed" and all(at is None or at <= self.execute_at for at in settled)

    def carried_out(self) -> None:
        self.status = "executed"

    def undo(self) -> None:
        self.status = "undone"

    def failed(self, code: str) -> None:
        self.status, self.failure_code = "failed", code


def check_body(decision: str, body: Mapping[str, Any]) -> None:
    """Refuse now what would fail in ten seconds: a decision without what it must say."""
    if missing := [name for name in DECISIONS[decision] if not body.get(name)]:
        raise errors.InvalidFields(
            [{"pointer": f"/{name.rstrip('_')}", "code": "required", "message": "Required."} for name in missing]
        )
