"""A person as the numbers see it: from when to when they act for a partner, and when they hold a valid certificate."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from services.metrics.facts.model import FOR_EVER, Fact, Spell, clipped, standing, stock, united


@dataclass(eq=False, kw_only=True)
class Person:
    """Known by the events of partners; certificates may be heard of before."""

    person_id: UUID
    partner_id: UUID | None = None
    joined_at: datetime | None = None
    left_at: datetime | None = None

    @property
    def subject(self) -> str:
        return f"person/{self.person_id}"

    def join(self, at: datetime) -> None:
        """Whoever comes back was never away, as far as coverage goes."""
        self.joined_at = self.joined_at or at
        self.left_at = None

    def leave(self, at: datetime) -> None:
        self.left_at = at

    def facts(self, certificates: "Iterable[Certificate]") -> list[Fact]:
        """The vendor's own people are nobody's coverage."""
        if self.partner_id is None or self.joined_at is None:
            return []
        valid: list[Spell] = []
        for certificate in certificates:
            if certificate.issued_at is not None:
                valid = united(valid, certificate.issued_at, certificate.valid_until)
        certified = clipped(valid, self.joined_at, self.left_at)
        return [
            *standing("people", self.joined_at, self.left_at, self.partner_id),
            *stock("certified_people", certified, self.partner_id),
        ]


@dataclass(eq=False, kw_only=True)
class Certificate:
    """One award to one person."""

    certificate_id: UUID
    person_id: UUID | None = None
    issued_at: datetime | None = None
    expires_at: datetime | None = None
    revoked_at: datetime | None = None

    @property
    def valid_until(self) -> datetime:
        return min(moment for moment in (self.expires_at, self.revoked_at, FOR_EVER) if moment is not None)
