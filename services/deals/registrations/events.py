"""Facts about deal registrations. Each carries the claim as it stands after the change; nobody is named in them."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import ClassVar, TypedDict
from uuid import UUID


class CustomerFact(TypedDict):
    """The end customer as the partner named it."""

    legal_name: str
    country: str | None
    domain: str | None


@dataclass(frozen=True, kw_only=True)
class RegistrationFact:
    """What every event of a registration says: enough to keep a replica by the last event alone."""

    TYPE: ClassVar[str]
    SUBJECT: ClassVar[str] = "deal_registration"
    EXTENSIONS: ClassVar[dict[str, str]] = {"partnerid": "partner_id"}

    deal_registration_id: UUID
    number: str
    revision: int
    partner_id: UUID
    submitted_by: str
    status: str
    sales_stage: str
    registration_type: str
    customer: CustomerFact
    product_line: str | None
    amount: Decimal | None
    currency: str | None
    expected_close_on: date | None
    submitted_at: datetime | None
    decide_by: datetime | None
    protected_until: datetime | None


@dataclass(frozen=True, kw_only=True)
class DealRegistrationSubmitted(RegistrationFact):
    """A complete registration waits for a decision; its place in the line is `submitted_at`."""

    TYPE: ClassVar[str] = "deal_registration.submitted.v1"
    channel: str


@dataclass(frozen=True, kw_only=True)
class DealRegistrationClaimed(RegistrationFact):
    """Somebody of the vendor took a registration for review."""

    TYPE: ClassVar[str] = "deal_registration.claimed.v1"


@dataclass(frozen=True, kw_only=True)
class DealRegistrationInfoRequested(RegistrationFact):
    """The partner must answer before the decision: only the named fields are open, and the clock rests."""

    TYPE: ClassVar[str] = "deal_registration.info_requested.v1"
    fields: tuple[str, ...]
    answer_until: datetime


@dataclass(frozen=True, kw_only=True)
class DealRegistrationResubmitted(RegistrationFact):
    """The partner answered; the clock runs again and the place in the line is kept."""

    TYPE: ClassVar[str] = "deal_registration.resubmitted.v1"


@dataclass(frozen=True, kw_only=True)
class DealRegistrationApproved(RegistrationFact):
    """The claim is accepted; an exclusive one keeps others out of its scope until `protected_until`."""

    TYPE: ClassVar[str] = "deal_registration.approved.v1"
    decided_at: datetime
    exclusive: bool
    business_minutes: int | None


@dataclass(frozen=True, kw_only=True)
class DealRegistrationRejected(RegistrationFact):
    """The claim is refused, for a coded reason."""

    TYPE: ClassVar[str] = "deal_registration.rejected.v1"
    decided_at: datetime
    reason_code: str
    business_minutes: int | None


@dataclass(frozen=True, kw_only=True)
class DealRegistrationWithdrawn(RegistrationFact):
    """The partner took the claim back before a decision."""

    TYPE: ClassVar[str] = "deal_registration.withdrawn.v1"


@dataclass(frozen=True, kw_only=True)
class DealRegistrationLapsed(RegistrationFact):
    """The partner did not answer a request for information in time."""

    TYPE: ClassVar[str] = "deal_registration.lapsed.v1"


@dataclass(frozen=True, kw_only=True)
class DealRegistrationExtended(RegistrationFact):
    """Protection lasts longer."""

    TYPE: ClassVar[str] = "deal_registration.extended.v1"
    days: int
    extensions_used: int


@dataclass(frozen=True, kw_only=True)
class DealRegistrationReleased(RegistrationFact):
    """The partner gave the protected scope back."""

    TYPE: ClassVar[str] = "deal_registration.released.v1"


@dataclass(frozen=True, kw_only=True)
class DealRegistrationConverted(RegistrationFact):
    """The claim became an opportunity; its protection continues."""

    TYPE: ClassVar[str] = "deal_registration.converted.v1"
    crm_opportunity_ref: str | None


@dataclass(frozen=True, kw_only=True)
class DealRegistrationStageChanged(RegistrationFact):
    """The sales stage moved."""

    TYPE: ClassVar[str] = "deal_registration.stage_changed.v1"
    previous_stage: str


@dataclass(frozen=True, kw_only=True)
class DealRegistrationWon(RegistrationFact):
    """The customer bought."""

    TYPE: ClassVar[str] = "deal_registration.won.v1"
    won_on: date


@dataclass(frozen=True, kw_only=True)
class DealRegistrationLost(RegistrationFact):
    """The customer did not buy."""

    TYPE: ClassVar[str] = "deal_registration.lost.v1"


@dataclass(frozen=True, kw_only=True)
class DealRegistrationExpired(RegistrationFact):
    """Protection ran out."""

    TYPE: ClassVar[str] = "deal_registration.expired.v1"


@dataclass(frozen=True, kw_only=True)
class DealRegistrationRevoked(RegistrationFact):
    """The vendor took protection away."""

    TYPE: ClassVar[str] = "deal_registration.revoked.v1"


@dataclass(frozen=True, kw_only=True)
class DealRegistrationReopened(RegistrationFact):
    """A closed registration is back where it was before it was closed."""

    TYPE: ClassVar[str] = "deal_registration.reopened.v1"
