"""Facts about the use of assets. A use is its own subject: uses of one asset do not wait for one another."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar
from uuid import UUID


@dataclass(frozen=True, kw_only=True)
class AssetDownloaded:
    """A person took a version of an asset out."""

    TYPE: ClassVar[str] = "asset.downloaded.v1"
    SUBJECT: ClassVar[str] = "asset_use"
    EXTENSIONS: ClassVar[dict[str, str]] = {"partnerid": "partner_id"}

    asset_use_id: UUID
    asset_id: UUID
    version_number: int
    person_id: UUID
    partner_id: UUID | None
    downloaded_at: datetime
