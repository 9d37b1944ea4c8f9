"""A partner as the numbers see it: since when, until when, when it was active, when its first deal was approved."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Final
from uuid import UUID

from services.metrics.facts.model import Fact, Spell, clipped, standing, stock, united

ACTIVE_FOR: Final = timedelta(days=365)
_TENTH: Final = Decimal("0.1")


@dataclass(eq=False, kw_only=True)
class Partner:
    """Known by its own events; what it did is heard from others, perhaps before it is known."""

    partner_id: UUID
    name: str | None = None
    status: str | None = None
    partner_type: str | None = None
    country: str | None = None
    tier: str | None = None
    region: str | None = None
    channel_manager_id: UUID | None = None
    parent_partner_id: UUID | None = None
    signed_at: datetime | None = None
    terminated_at: datetime | None = None
    first_deal_at: datetime | None = None
    activity: list[Spell] = field(default_factory=list)

    @property
    def subject(self) -> str:
        return f"partner/{self.partner_id}"

    def act(self, at: datetime) -> None:
        """Whoever did something counts as active for a year from then on."""
        self.activity = united(self.activity or [], at, at + ACTIVE_FOR)

    def approve_first(self, at: datetime) -> None:
        """The earliest approval counts, in whatever order approvals are heard of."""
        self.first_deal_at = min(self.first_deal_at or at, at)

    def facts(self) -> list[Fact]:
        if self.signed_at is None:
            return []
        own = self.partner_id
        active = clipped(self.activity or [], self.signed_at, self.terminated_at)
        found = [
            Fact(measure="signed", at=self.signed_at, partner_id=own),
            *standing("partners", self.signed_at, self.terminated_at, own),
            *stock("active_partners", active, own),
        ]
        for measure, at in (("first_deal", self.first_deal_at), ("terminated", self.terminated_at)):
            if at is not None:
                found.append(Fact(measure=measure, at=at, partner_id=own, value=_days(self.signed_at, at)))
        return found


def _days(since: datetime, until: datetime) -> Decimal:
    return Decimal(max(0.0, (until - since) / timedelta(days=1))).quantize(_TENTH, ROUND_HALF_UP)
