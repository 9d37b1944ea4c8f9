"""A certificate: the award to one person, from the issue over reminders and renewal to its end.

Owns the dates and the status machine; refuses to know how its terms were defined or its course was passed.
"""

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from enum import StrEnum
from math import ceil
from types import MappingProxyType
from typing import Any, Final
from uuid import UUID

from services.enablement import errors
from services.enablement.certificates import events

_DAY: Final = timedelta(days=1)
_SIGNS: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's 32: none is taken for another
_MISREAD: Final = str.maketrans("OIL", "011")
_CODE_LENGTH: Final = 12


class CertificateStatus(StrEnum):
    ACTIVE = "active"
    EXPIRING = "expiring"
    EXPIRED = "expired"
    RENEWED = "renewed"
    REVOKED = "revoked"


class CertificateVerb(StrEnum):
    REMIND = "remind"
    EXPIRE = "expire"
    RENEW = "renew"
    REVOKE = "revoke"


S, V = CertificateStatus, CertificateVerb

TRANSITIONS: Final[Mapping[tuple[CertificateStatus, CertificateVerb], CertificateStatus]] = MappingProxyType(
    {
        (S.ACTIVE, V.REMIND): S.EXPIRING,
        (S.EXPIRING, V.REMIND): S.EXPIRING,
        (S.ACTIVE, V.EXPIRE): S.EXPIRED,
        (S.EXPIRING, V.EXPIRE): S.EXPIRED,
        (S.ACTIVE, V.RENEW): S.RENEWED,
        (S.EXPIRING, V.RENEW): S.RENEWED,
        (S.EXPIRED, V.RENEW): S.RENEWED,
        (S.ACTIVE, V.REVOKE): S.REVOKED,
        (S.EXPIRING, V.REVOKE): S.REVOKED,
        (S.EXPIRED, V.REVOKE): S.REVOKED,
        (S.RENEWED, V.REVOKE): S.REVOKED,
    }
)
CURRENT: Final = frozenset({S.ACTIVE, S.EXPIRING})
REASONS: Final = ("issued_in_error", "exam_misconduct", "terms_breached", "holder_request", "other")


class Standing(StrEnum):
    """What a stranger who holds the code is told."""

    VALID = "valid"
    EXPIRED = "expired"
    REVOKED = "revoked"


@dataclass(eq=False, kw_only=True)
class Certificate:
    """Holder's name, title and terms are those of the day of the award, whatever changes later."""

    certificate_id: UUID
    number: str
    code: str
    status_index: int
    certification_id: UUID
    certification_code: str
    title: Mapping[str, str]
    person_id: UUID
    partner_id: UUID | None
    holder_name: str
    enrollment_id: UUID
    issued_at: datetime
    counts_from: datetime
    expires_at: datetime | None
    grace_days: int
    reminders: list[int]
    replaces_certificate_id: UUID | None = None
    status: CertificateStatus = CertificateStatus.ACTIVE
    remind_at: datetime | None = None
    revoked_at: datetime | None = None
    revoked_by: str | None = None
    reason_code: str | None = None
    reason: str | None = None
    printed_at: datetime | None = None
    version: int = 1

    def __post_init__(self) -> None:
        """Reminders whose day lies before the award are not sent: the award itself says when it ends."""
        self._look_ahead(self.issued_at)

    def issue(self) -> list[events.CertificateIssued]:
        return [events.CertificateIssued(**self._fact())]

    def remind(self, now: datetime) -> list[events.CertificateExpiring]:
        """Tell the holder once for the nearest day that has come; those missed on the way are not made up for."""
        if self.remind_at is None or self.expires_at is None or not self.remind_at <= now < self.expires_at:
            return []
        self._move(CertificateVerb.REMIND)
        self._look_ahead(now)
        return [events.CertificateExpiring(**self._fact(), days_left=ceil((self.expires_at - now) / _DAY))]

    def expire(self, now: datetime) -> list[events.CertificateExpired]:
        if self.expires_at is None or now < self.expires_at:
            return []
        self._move(CertificateVerb.EXPIRE)
        self.remind_at = None
        return [events.CertificateExpired(**self._fact())]

    def renew(self) -> None:
        """Another certificate continues this one, which stays as evidence."""
        self._move(CertificateVerb.RENEW)
        self.remind_at = None

    def revoke(self, now: datetime, *, actor: str, reason_code: str, reason: str) -> list[events.CertificateRevoked]:
        self._move(CertificateVerb.REVOKE)
        self.revoked_at, self.revoked_by, self.remind_at = now, actor, None
        self.reason_code, self.reason = reason_code, reason
        return [events.CertificateRevoked(**self._fact(), reason_code=reason_code, reason=reason)]

    def transfer(self, *, person_id: UUID, partner_id: UUID | None) -> list[events.CertificateTransferred]:
        """The holder is known under another id from now on; it is still one certificate, counted once."""
        previous, self.person_id, self.partner_id = self.person_id, person_id, partner_id
        return [events.CertificateTransferred(**self._fact(), previous_person_id=previous)]

    def is_renewable(self, now: datetime) -> bool:
        """In time or within the grace days, and only once ahead: a period that has not begun is not continued."""
        if self.status is S.REVOKED or self.expires_at is None or self.counts_from > now:
            return False
        return now <= self.expires_at + timedelta(days=self.grace_days)

    @property
    def is_current(self) -> bool:
        return self.status in CURRENT

    @property
    def earned_again_since(self) -> datetime:
        """Courses count towards the next award when they were completed after this one, or after its revocation."""
        return self.revoked_at or self.issued_at

    def _look_ahead(self, now: datetime) -> None:
        """The nearest reminder whose day is still to come; those of the past are over."""
        if self.expires_at is None:
            return
        days = [self.expires_at - ahead * _DAY for ahead in self.reminders]
        self.remind_at = min((day for day in days if day > now), default=None)

    def _move(self, verb: CertificateVerb) -> None:
        target = TRANSITIONS.get((self.status, verb))
        if target is None:
            raise errors.IllegalTransition(
                f"A certificate that is {self.status} does not allow: {verb}.", status=self.status, verb=verb
            )
        self.status = target

    def _fact(self) -> dict[str, Any]:
        """The record as it is now, as far as every event tells it."""
        return {found.name: getattr(self, found.name) for found in fields(events.CertificateFact)}


def new_code(random: bytes) -> str:
    """A code that nobody guesses and anybody can read out: twelve of 32 signs, in groups of four."""
    return _grouped("".join(_SIGNS[byte % len(_SIGNS)] for byte in random[:_CODE_LENGTH]))


def spoken_code(text: str) -> str:
    """The code as it is kept, however somebody typed it: small letters, no dashes, O for 0, I or L for 1."""
    plain = "".join(sign for sign in text.upper() if sign.isalnum())
    return _grouped(plain.translate(_MISREAD))


def _grouped(signs: str) -> str:
    return "-".join(signs[at : at + 4] for at in range(0, len(signs), 4))


def add_months(start: datetime, months: int) -> datetime:
    """The same day that many months later, or that month's last day where it is shorter."""
    years, month = divmod(start.month - 1 + months, 12)
    year, month = start.year + years, month + 1
    return start.replace(year=year, month=month, day=min(start.day, monthrange(year, month)[1]))


def period(
    now: datetime, validity_months: int | None, previous: Certificate | None
) -> tuple[datetime, datetime | None]:
    """From when the months count and when they end: a renewal in time continues from the old end.

    Where that would be over already, because the grace is longer than the validity, it counts from today.
    """
    if validity_months is None:
        return now, None
    if previous is not None and previous.expires_at is not None and previous.is_renewable(now):
        end = add_months(previous.expires_at, validity_months)
        if end > now:
            return previous.expires_at, end
    return now, add_months(now, validity_months)


def standing(revoked_at: datetime | None, expires_at: datetime | None, now: datetime) -> Standing:
    """By the dates alone, so that a stranger is told the truth even before the expiry was noted."""
    if revoked_at is not None:
        return Standing.REVOKED
    return Standing.EXPIRED if expires_at is not None and now >= expires_at else Standing.VALID
