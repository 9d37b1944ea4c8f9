"""Facts about assets, for the vendor's side. They carry ids of people, not names, and never who may see the asset."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar, TypedDict
from uuid import UUID


class AssetRecord(TypedDict):
    """The fields that every event about an asset carries."""

    asset_id: UUID
    version_number: int
    title: str
    asset_type: str
    language: str
    owner_id: UUID
    published_at: datetime | None
    review_on: date
    expires_on: date | None


@dataclass(frozen=True, kw_only=True)
class AssetFact:
    """What every event about an asset says: the asset as it stands after the change."""

    TYPE: ClassVar[str]
    SUBJECT: ClassVar[str] = "asset"

    asset_id: UUID
    version_number: int
    title: str
    asset_type: str
    language: str
    owner_id: UUID
    published_at: datetime | None
    review_on: date
    expires_on: date | None


@dataclass(frozen=True, kw_only=True)
class AssetPublished(AssetFact):
    """An asset is offered to its audience from now on."""

    TYPE: ClassVar[str] = "asset.published.v1"


@dataclass(frozen=True, kw_only=True)
class AssetRevised(AssetFact):
    """A published asset has a newer version; its permanent link serves it from now on."""

    TYPE: ClassVar[str] = "asset.revised.v1"

    note: str


@dataclass(frozen=True, kw_only=True)
class AssetReviewDue(AssetFact):
    """The review date of a published asset is near; its owner is to look whether it still holds."""

    TYPE: ClassVar[str] = "asset.review_due.v1"


@dataclass(frozen=True, kw_only=True)
class AssetRetired(AssetFact):
    """An asset is not offered any more: it expired, was replaced or was withdrawn."""

    TYPE: ClassVar[str] = "asset.retired.v1"

    reason: str
    replacement_asset_id: UUID | None
