"""An asset as the numbers see it: when it was on offer, and when somebody had used it lately."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from services.metrics.facts.model import Fact, Spell, clipped, standing, stock, united

USED_FOR: Final = timedelta(days=90)


@dataclass(eq=False, kw_only=True)
class Asset:
    """`uses` is the time during which anybody had used it in the 90 days before."""

    asset_id: UUID
    title: str | None = None
    published_at: datetime | None = None
    retired_at: datetime | None = None
    uses: list[Spell] = field(default_factory=list)

    @property
    def subject(self) -> str:
        return f"asset/{self.asset_id}"

    def publish(self, title: str, at: datetime) -> None:
        self.title, self.published_at, self.retired_at = title, self.published_at or at, None

    def retire(self, at: datetime) -> None:
        self.retired_at = at

    def use(self, at: datetime) -> None:
        self.uses = united(self.uses or [], at, at + USED_FOR)

    def facts(self) -> list[Fact]:
        used = clipped(self.uses or [], self.published_at, self.retired_at)
        return [*standing("assets_published", self.published_at, self.retired_at), *stock("assets_used", used)]

    def facts_of(self, use: "AssetUse") -> list[Fact]:
        """The same for one partner alone."""
        used = clipped(use.uses or [], self.published_at, self.retired_at)
        return stock("assets_used_by_partner", used, use.partner_id)


@dataclass(eq=False, kw_only=True)
class AssetUse:
    """One partner's use of one asset."""

    asset_id: UUID
    partner_id: UUID
    uses: list[Spell] = field(default_factory=list)

    def use(self, at: datetime) -> None:
        self.uses = united(self.uses or [], at, at + USED_FOR)
