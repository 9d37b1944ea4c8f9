"""Facts about applications. The applicant's contact is a person, so it stays out of them."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar, TypedDict
from uuid import UUID


class ApplicationRecord(TypedDict):
    """The fields that every event about an application carries."""

    application_id: UUID
    legal_name: str
    country: str
    partner_type: str
    status: str


@dataclass(frozen=True, kw_only=True)
class ApplicationFact:
    """What every event about an application says."""

    TYPE: ClassVar[str]
    SUBJECT: ClassVar[str] = "application"

    application_id: UUID
    legal_name: str
    country: str
    partner_type: str
    status: str


@dataclass(frozen=True, kw_only=True)
class ApplicationSubmitted(ApplicationFact):
    """An organisation asked to become a partner; `decide_by` is the promise it was given."""

    TYPE: ClassVar[str] = "application.submitted.v1"

    decide_by: datetime


@dataclass(frozen=True, kw_only=True)
class ApplicationApproved(ApplicationFact):
    """The application was accepted; it made the partner and its first person."""

    TYPE: ClassVar[str] = "application.approved.v1"

    partner_id: UUID
    person_id: UUID
    rule_version: int


@dataclass(frozen=True, kw_only=True)
class ApplicationDeclined(ApplicationFact):
    """The application was turned down for a stated reason."""

    TYPE: ClassVar[str] = "application.declined.v1"

    reason_code: str
    text: str
    reapply_on: date
    rule_version: int


@dataclass(frozen=True, kw_only=True)
class ApplicationWithdrawn(ApplicationFact):
    """The applicant took the application back."""

    TYPE: ClassVar[str] = "application.withdrawn.v1"
