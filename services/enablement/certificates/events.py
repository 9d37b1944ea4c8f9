"""Facts about certificates. They carry ids of people, never names."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar
from uuid import UUID


@dataclass(frozen=True, kw_only=True)
class CertificateFact:
    """The record as it is after the change; what every event about a certificate carries."""

    TYPE: ClassVar[str]
    SUBJECT: ClassVar[str] = "certificate"
    EXTENSIONS: ClassVar[dict[str, str]] = {"partnerid": "partner_id"}

    certificate_id: UUID
    number: str
    certification_id: UUID
    certification_code: str
    person_id: UUID
    partner_id: UUID | None
    issued_at: datetime
    expires_at: datetime | None
    status: str
    replaces_certificate_id: UUID | None


@dataclass(frozen=True, kw_only=True)
class CertificateIssued(CertificateFact):
    """A person proved what a certification asks for; a renewal names the certificate it continues."""

    TYPE: ClassVar[str] = "certificate.issued.v1"


@dataclass(frozen=True, kw_only=True)
class CertificateExpiring(CertificateFact):
    """The end is near: one of the days on which the holder is reminded has come."""

    TYPE: ClassVar[str] = "certificate.expiring.v1"

    days_left: int


@dataclass(frozen=True, kw_only=True)
class CertificateExpired(CertificateFact):
    """The certificate ran out and was not renewed."""

    TYPE: ClassVar[str] = "certificate.expired.v1"


@dataclass(frozen=True, kw_only=True)
class CertificateRevoked(CertificateFact):
    """The vendor took the certificate back, for a reason that its holder reads."""

    TYPE: ClassVar[str] = "certificate.revoked.v1"

    reason_code: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class CertificateTransferred(CertificateFact):
    """The holder acts for another partner now, under another id, and takes the certificate along."""

    TYPE: ClassVar[str] = "certificate.transferred.v1"

    previous_person_id: UUID
