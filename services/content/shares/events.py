"""Facts about links that were passed on."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, TypedDict
from uuid import UUID


class ShareRecord(TypedDict):
    """The fields that every event about a share carries."""

    share_id: UUID
    asset_id: UUID
    version_number: int
    person_id: UUID
    partner_id: UUID
    deal_registration_id: UUID | None
    expires_at: datetime


@dataclass(frozen=True, kw_only=True)
class ShareFact:
    """What every event about a share says."""

    TYPE: ClassVar[str]
    SUBJECT: ClassVar[str] = "share"
    EXTENSIONS: ClassVar[dict[str, str]] = {"partnerid": "partner_id"}

    share_id: UUID
    asset_id: UUID
    version_number: int
    person_id: UUID
    partner_id: UUID
    deal_registration_id: UUID | None
    expires_at: datetime


@dataclass(frozen=True, kw_only=True)
class AssetShared(ShareFact):
    """A partner's person made a link to an asset for somebody outside."""

    TYPE: ClassVar[str] = "asset.shared.v1"


@dataclass(frozen=True, kw_only=True)
class AssetShareOpened(ShareFact):
    """Somebody opened a link; `opens` counts all times so far, and `version_number` is what they were given."""

    TYPE: ClassVar[str] = "asset.share_opened.v1"

    opens: int
    opened_at: datetime
