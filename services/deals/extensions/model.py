"""When protection may be lengthened. Knows no registration and no storage."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from services.deals import errors
from services.deals.rules.model import ProtectionRule
from services.deals.standing.model import Actor, Side


@dataclass(frozen=True, kw_only=True)
class ProtectionSoFar:
    """What an extension is judged by: the end of protection, how often it was moved, and when the sale last moved."""

    until: datetime
    extensions_used: int
    progress_at: datetime | None

    def check_extension(
        self, actor: Actor, now: datetime, rule: ProtectionRule, days: int | None, reason: str | None
    ) -> None:
        """The limit and the end bind everybody; window, length and progress bind partners alone."""
        if self.extensions_used >= rule.extensions:
            raise errors.ExtensionRefused("limit", "All extensions are used.", extensions=rule.extensions)
        if self.until <= now:
            raise errors.ExtensionRefused("expired", "Protection has already run out.")
        if actor.side is not Side.PARTNER:
            return
        opens_at = self.until - timedelta(days=rule.extension_window_days)
        if now < opens_at:
            raise errors.ExtensionRefused("too_early", "It is too early to extend.", opens_at=opens_at.isoformat())
        if days is not None and days > rule.extension_days:
            raise errors.ExtensionRefused("too_long", "An extension is shorter than that.", days=rule.extension_days)
        progress_since = now - timedelta(days=rule.progress_within_days)
        if not reason and (self.progress_at is None or self.progress_at < progress_since):
            raise errors.ExtensionRefused("no_progress", "Say what happened lately, or update the sales stage first.")
