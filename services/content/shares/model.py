"""A share: the right of whoever holds its link to see one asset, while its sender may see it, until it ends."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final
from uuid import UUID

from services.content import errors
from services.content.shares import events

USUAL: Final = timedelta(days=30)
LONGEST: Final = timedelta(days=366)


class ShareStatus(StrEnum):
    """`withdrawn`: the link is in order, but what it leads to is not offered to its sender any more."""

    ACTIVE = "active"
    EXPIRED = "expired"
    REVOKED = "revoked"
    WITHDRAWN = "withdrawn"


@dataclass(eq=False, kw_only=True)
class Share:
    """Made by one person of a partner; it carries the language that person reads, as their view depends on it."""

    share_id: UUID
    asset_id: UUID
    version_number: int
    person_id: UUID
    partner_id: UUID
    language: str
    created_at: datetime
    expires_at: datetime
    deal_registration_id: UUID | None = None
    revoked_at: datetime | None = None
    opens: int = 0
    downloads: int = 0
    last_opened_at: datetime | None = None

    def __post_init__(self) -> None:
        if not self.created_at < self.expires_at <= self.created_at + LONGEST:
            raise errors.ShareExpiryRefused

    def share(self) -> list[events.AssetShared]:
        return [events.AssetShared(**self._fact(self.version_number))]

    def open(self, now: datetime, version_number: int) -> list[events.AssetShareOpened]:
        self.require_open(now)
        self.opens += 1
        self.last_opened_at = now
        return [events.AssetShareOpened(**self._fact(version_number), opens=self.opens, opened_at=now)]

    def note_download(self, now: datetime) -> None:
        self.require_open(now)
        self.downloads += 1

    def revoke(self, now: datetime) -> None:
        """Taking back what was taken back, or has run out, changes nothing."""
        if self.revoked_at is None and now < self.expires_at:
            self.revoked_at = now

    def require_open(self, now: datetime) -> None:
        if self.revoked_at is not None or now >= self.expires_at:
            raise errors.ShareEnded

    def _fact(self, version_number: int) -> events.ShareRecord:
        return {
            "share_id": self.share_id,
            "asset_id": self.asset_id,
            "version_number": version_number,
            "person_id": self.person_id,
            "partner_id": self.partner_id,
            "deal_registration_id": self.deal_registration_id,
            "expires_at": self.expires_at,
        }
