"""Facts about partner organisations. Each carries the record as it stands after the change."""

from dataclasses import dataclass
from typing import ClassVar, TypedDict
from uuid import UUID


class PartnerRecord(TypedDict):
    """The fields that every partner event carries."""

    partner_id: UUID
    legal_name: str
    country: str
    partner_type: str
    tier: str
    region: str
    status: str
    parent_partner_id: UUID | None
    channel_manager_id: UUID | None


@dataclass(frozen=True, kw_only=True)
class PartnerFact:
    """What every partner event says: the record that replicas are kept from."""

    TYPE: ClassVar[str]
    SUBJECT: ClassVar[str] = "partner"
    EXTENSIONS: ClassVar[dict[str, str]] = {"partnerid": "partner_id"}

    partner_id: UUID
    legal_name: str
    country: str
    partner_type: str
    tier: str
    region: str
    status: str
    parent_partner_id: UUID | None
    channel_manager_id: UUID | None


@dataclass(frozen=True, kw_only=True)
class PartnerCreated(PartnerFact):
    """An approved application became a partner, which starts its onboarding."""

    TYPE: ClassVar[str] = "partner.created.v1"

    application_id: UUID | None


@dataclass(frozen=True, kw_only=True)
class PartnerUpdated(PartnerFact):
    """Attributes of a partner's record changed; its status did not."""

    TYPE: ClassVar[str] = "partner.updated.v1"

    changed: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class PartnerActivated(PartnerFact):
    """The first person of a partner accepted the invitation: the partner works with us now."""

    TYPE: ClassVar[str] = "partner.activated.v1"


@dataclass(frozen=True, kw_only=True)
class PartnerSuspended(PartnerFact):
    """The vendor froze a partner: no new business, what is protected stays protected."""

    TYPE: ClassVar[str] = "partner.suspended.v1"

    reason: str


@dataclass(frozen=True, kw_only=True)
class PartnerReinstated(PartnerFact):
    """A suspension was lifted; the partner has the status it had before."""

    TYPE: ClassVar[str] = "partner.reinstated.v1"


@dataclass(frozen=True, kw_only=True)
class PartnerTerminated(PartnerFact):
    """The relationship with a partner ended for good."""

    TYPE: ClassVar[str] = "partner.terminated.v1"

    reason: str
