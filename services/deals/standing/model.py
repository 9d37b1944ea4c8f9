"""The actor of a call and the standing of a partner: who may act for whom. Knows no deal."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final, Protocol
from uuid import UUID

from services.deals import errors

DECIDING_ROLES: Final = frozenset({"channel_manager", "program_manager"})
READING_ROLES: Final = frozenset({"auditor"})
ELIGIBLE: Final = frozenset({"onboarding", "active"})


class Side(StrEnum):
    PARTNER = "partner"
    STAFF = "staff"
    SYSTEM = "system"


class Caller(Protocol):
    """What the call's principal says about who calls."""

    @property
    def actor(self) -> str: ...
    @property
    def roles(self) -> tuple[str, ...]: ...
    @property
    def scope(self) -> str: ...
    @property
    def claims(self) -> Mapping[str, str]: ...


@dataclass(frozen=True, kw_only=True)
class Actor:
    """Who acts, for which side, how far they may see, and through which channel they came."""

    actor: str
    side: Side
    scope: str
    partner_id: UUID | None = None
    roles: tuple[str, ...] = ()
    channel: str = "api"

    @property
    def person_id(self) -> str:
        """The bare id of whoever acts; events and views carry ids, never names."""
        return self.actor.partition(":")[2] or self.actor

    @property
    def decides(self) -> bool:
        return self.side is Side.SYSTEM or not DECIDING_ROLES.isdisjoint(self.roles)

    @property
    def writes(self) -> bool:
        return not self.roles or not READING_ROLES.issuperset(self.roles)

    @classmethod
    def of(cls, caller: Caller, channel: str | None) -> "Actor":
        partner_id = caller.claims.get("partner_id")
        return cls(
            actor=caller.actor,
            side=Side.PARTNER if partner_id else Side.STAFF,
            scope=caller.scope,
            partner_id=UUID(partner_id) if partner_id else None,
            roles=tuple(caller.roles),
            channel=channel or "api",
        )


SERVICE: Final = Actor(actor="service:deals", side=Side.SYSTEM, scope="all", channel="schedule")


@dataclass(eq=False, kw_only=True)
class PartnerStanding:
    """What deals needs to know of a partner, kept from the events of partners alone."""

    partner_id: UUID
    name: str
    status: str
    partner_type: str | None = None
    country: str | None = None
    parent_partner_id: UUID | None = None

    def require_eligible(self) -> None:
        """Partners may register while they are onboarding or active."""
        if self.status not in ELIGIBLE:
            raise errors.PartnerNotEligible(self.status)


class CertificationStatus(StrEnum):
    """Whether a partner has the certified people it has to have."""

    MET = "met"
    AT_RISK = "at_risk"
    LOST = "lost"


@dataclass(eq=False, kw_only=True)
class PartnerCertification:
    """One requirement of a partner, kept from the events of enablement alone."""

    company_requirement_id: UUID
    partner_id: UUID
    certification_code: str
    status: CertificationStatus
    required: int
    holders: int
    falls_below_on: date | None = None
