"""A claim's scope and what happens where two claims meet. Knows no registration and no storage."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final
from uuid import UUID

from services.deals import errors
from services.deals.matching.model import Match


class ClaimStanding(StrEnum):
    UNDECIDED = "undecided"
    PROTECTED = "protected"
    ENDED = "ended"


OPEN_STANDINGS: Final = (ClaimStanding.UNDECIDED, ClaimStanding.PROTECTED)


@dataclass(frozen=True, kw_only=True)
class Scope:
    """Product line and territory; the customer is the third side, found by matching, and time the fourth."""

    product_line: str | None
    country: str | None

    @classmethod
    def of(cls, product_line: str | None, country: str | None) -> "Scope":
        return cls(product_line=product_line.strip().casefold() if product_line else None, country=country)

    def overlaps(self, other: "Scope") -> bool:
        """A side that is not named overlaps with everything."""
        lines = {self.product_line, other.product_line} - {None}
        places = {self.country, other.country} - {None}
        return len(lines) < 2 and len(places) < 2


@dataclass(frozen=True, kw_only=True)
class Claim:
    """One registration's place in a scope."""

    deal_registration_id: UUID
    partner_id: UUID
    identity_id: UUID
    customer_id: UUID
    registration_type: str
    scope: Scope
    exclusive: bool
    standing: ClaimStanding
    priority_at: datetime
    protected_until: datetime | None = None
    reserved_until: datetime | None = None
    approved_by: str | None = None

    def holds(self, now: datetime) -> bool:
        """Whether it keeps others out: protected and not run out, or expired within the incumbent's week."""
        until = self.protected_until if self.standing is ClaimStanding.PROTECTED else self.reserved_until
        return self.exclusive and until is not None and until > now

    def waits(self) -> bool:
        return self.exclusive and self.standing is ClaimStanding.UNDECIDED

    def came_before(self, other: "Claim") -> bool:
        """Priority is the first complete submission in server time; ids settle the same microsecond."""
        return (self.priority_at, self.deal_registration_id) < (other.priority_at, other.deal_registration_id)


@dataclass(frozen=True, kw_only=True)
class Meeting:
    """Another claim on what may be the same customer."""

    claim: Claim
    match: Match
    in_scope: bool

    def conflicts_with(self, partner_id: UUID, probable_at: float, now: datetime) -> bool:
        """Another partner's exclusive claim on probably this customer, in this scope, at this time."""
        live = self.claim.waits() or self.claim.holds(now)
        return self.in_scope and live and self.claim.partner_id != partner_id and self.match.score >= probable_at

    def duplicates(self, partner_id: UUID, registration_type: str, duplicate_at: float) -> bool:
        """The same partner's own active claim of the same kind on this customer, in this scope."""
        mine = self.claim.partner_id == partner_id and self.claim.registration_type == registration_type
        return (
            mine
            and self.in_scope
            and self.claim.standing is not ClaimStanding.ENDED
            and self.match.score >= duplicate_at
        )


def check_approval(own: Claim, rivals: list[Meeting], now: datetime, decider: str, override_reason: str | None) -> None:
    """Refuse what the scope does not allow. Rivals are the conflicting claims of other partners."""
    if not own.exclusive:
        return
    holders = [rival.claim for rival in rivals if rival.claim.holds(now)]
    earlier = [rival.claim for rival in rivals if rival.claim.waits() and rival.claim.came_before(own)]
    if override_reason:
        if any(holder.approved_by == decider for holder in holders):
            raise errors.SecondPersonRequired
    elif holders:
        raise errors.ScopeProtected
    elif earlier:
        raise errors.EarlierClaimUndecided
