"""An asset: its life from draft to the end, its owner and review date, and the number of its current version."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import Final
from uuid import UUID

from services.content import errors
from services.content.assets import events
from services.content.audiences.model import EVERYBODY
from services.content.standing.model import Attributes

ASSET_TYPES: Final = (*("deck", "datasheet", "price_list", "playbook", "case_study", "video", "template", "other"),)
REVIEW_NOTICE: Final = timedelta(days=30)


class AssetStatus(StrEnum):
    DRAFT = "draft"
    PUBLISHED = "published"
    EXPIRED = "expired"
    REPLACED = "replaced"
    RETIRED = "retired"


class AssetVerb(StrEnum):
    UPDATE = "update"
    ADD_VERSION = "add_version"
    PUBLISH = "publish"
    MARK_REVIEWED = "mark_reviewed"
    EXPIRE = "expire"
    REPLACE = "replace"
    RETIRE = "retire"


S, V = AssetStatus, AssetVerb

TRANSITIONS: Final[Mapping[tuple[AssetStatus, AssetVerb], AssetStatus]] = MappingProxyType(
    {
        (S.DRAFT, V.UPDATE): S.DRAFT,
        (S.DRAFT, V.ADD_VERSION): S.DRAFT,
        (S.DRAFT, V.PUBLISH): S.PUBLISHED,
        (S.DRAFT, V.RETIRE): S.RETIRED,
        (S.PUBLISHED, V.UPDATE): S.PUBLISHED,
        (S.PUBLISHED, V.ADD_VERSION): S.PUBLISHED,
        (S.PUBLISHED, V.MARK_REVIEWED): S.PUBLISHED,
        (S.PUBLISHED, V.EXPIRE): S.EXPIRED,
        (S.PUBLISHED, V.REPLACE): S.REPLACED,
        (S.PUBLISHED, V.RETIRE): S.RETIRED,
        (S.EXPIRED, V.UPDATE): S.EXPIRED,
        (S.EXPIRED, V.ADD_VERSION): S.EXPIRED,
        (S.EXPIRED, V.PUBLISH): S.PUBLISHED,
        (S.EXPIRED, V.REPLACE): S.REPLACED,
        (S.EXPIRED, V.RETIRE): S.RETIRED,
    }
)
_OWN_VERBS: Final = frozenset({V.EXPIRE})


def actions(status: AssetStatus) -> list[str]:
    """What an editor may do in this status; to expire is the calendar's."""
    return [verb.value for verb in AssetVerb if (status, verb) in TRANSITIONS and verb not in _OWN_VERBS]


@dataclass(frozen=True, kw_only=True)
class AssetVersion:
    """One file, as it was handed in; never changed afterwards."""

    asset_version_id: UUID
    asset_id: UUID
    number: int
    upload_id: UUID
    blob_key: str
    filename: str
    media_type: str
    size: int
    sha256: str
    note: str
    added_by: str
    added_at: datetime


@dataclass(eq=False, kw_only=True)
class Asset:
    """What partners are given. Whoever owns it answers for it until the review date, and is asked again then."""

    asset_id: UUID
    title: str
    asset_type: str
    language: str
    owner_id: UUID
    review_on: date
    created_by: str
    created_at: datetime
    revised_at: datetime
    summary: str = ""
    product_lines: list[str] = field(default_factory=list)
    expires_on: date | None = None
    audience: Attributes = EVERYBODY
    status: AssetStatus = AssetStatus.DRAFT
    version_number: int = 0
    published_at: datetime | None = None
    ended_at: datetime | None = None
    replacement_asset_id: UUID | None = None
    reviewed_at: datetime | None = None
    reviewed_by: str | None = None
    review_noticed_on: date | None = None
    version: int = 1

    def change(self, **attributes: object) -> None:
        """Correct what is said of it, its dates, or whom it is for."""
        self._move(V.UPDATE)
        for name, value in attributes.items():
            setattr(self, name, value)

    def add_version(self, now: datetime, note: str) -> list[events.AssetRevised]:
        """The next number. Where the asset is offered already, the new version is what its link serves from now on."""
        self._move(V.ADD_VERSION)
        self.version_number += 1
        self.revised_at = now
        return [events.AssetRevised(**self._fact(), note=note)] if self.status is S.PUBLISHED else []

    def publish(self, now: datetime) -> list[events.AssetPublished]:
        self._require(V.PUBLISH)
        if self.version_number == 0:
            raise errors.AssetEmpty
        if self.expires_on is not None and self.expires_on < now.date():
            raise errors.AssetLapsed
        self._move(V.PUBLISH)
        self.published_at = self.revised_at = now
        self.ended_at = None
        return [events.AssetPublished(**self._fact())]

    def mark_reviewed(self, now: datetime, by: str, review_on: date) -> None:
        """Its owner has looked: it holds until the next review date."""
        self._move(V.MARK_REVIEWED)
        self.reviewed_at, self.reviewed_by, self.review_on = now, by, review_on

    def notice_review(self) -> list[events.AssetReviewDue]:
        """Once for each review date."""
        self.review_noticed_on = self.review_on
        return [events.AssetReviewDue(**self._fact())]

    def expire(self, now: datetime) -> list[events.AssetRetired]:
        return self._end(V.EXPIRE, now, "expired")

    def replace(self, now: datetime, replacement: "Asset") -> list[events.AssetRetired]:
        """Another asset takes its place; links to this one lead there."""
        if replacement.asset_id == self.asset_id or replacement.status is not S.PUBLISHED:
            raise errors.ReplacementUnfit
        self._require(V.REPLACE)
        self.replacement_asset_id = replacement.asset_id
        return self._end(V.REPLACE, now, "replaced")

    def retire(self, now: datetime) -> list[events.AssetRetired]:
        """For good. Partners never saw a draft, so the end of one is no news."""
        was_draft = self.status is S.DRAFT
        facts = self._end(V.RETIRE, now, "withdrawn")
        return [] if was_draft else facts

    def _end(self, verb: AssetVerb, now: datetime, reason: str) -> list[events.AssetRetired]:
        self._move(verb)
        self.ended_at = now
        return [
            events.AssetRetired(**self._fact(), reason=reason, replacement_asset_id=self.replacement_asset_id),
        ]

    def _require(self, verb: AssetVerb) -> AssetStatus:
        target = TRANSITIONS.get((self.status, verb))
        if target is None:
            raise errors.IllegalTransition(
                f"An asset that is {self.status} does not allow: {verb}.", status=self.status.value, verb=verb.value
            )
        return target

    def _move(self, verb: AssetVerb) -> None:
        self.status = self._require(verb)

    def _fact(self) -> events.AssetRecord:
        return {
            "asset_id": self.asset_id,
            "version_number": self.version_number,
            "title": self.title,
            "asset_type": self.asset_type,
            "language": self.language,
            "owner_id": self.owner_id,
            "published_at": self.published_at,
            "review_on": self.review_on,
            "expires_on": self.expires_on,
        }
