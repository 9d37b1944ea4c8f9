"""The actor of a call, and the attributes by which content is aimed at somebody. Knows no asset."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, Protocol
from uuid import UUID

from services.content import errors

READING_ROLES: Final = frozenset({"auditor"})
PARTNER_ROLES: Final = ("partner_seller", "partner_admin")
# Partners that are not with us yet, or no longer, find nothing.
SERVED: Final = ("onboarding", "active")
LANGUAGES: Final = ("en", "es")
# A certificate counts for its holder until it has run out, was taken back or was renewed by another one.
HELD: Final = ("active", "expiring")


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
    """Who acts, for which side, how far they may see, in which roles and language."""

    actor: str
    side: Side
    scope: str
    partner_id: UUID | None = None
    roles: tuple[str, ...] = ()
    language: str = "en"

    @property
    def person_id(self) -> UUID | None:
        """Nobody where a service acts."""
        kind, _, found = self.actor.partition(":")
        return UUID(found) if kind == "person" else None

    @property
    def is_staff(self) -> bool:
        return self.side is not Side.PARTNER and self.scope == "all"

    def require_staff(self) -> None:
        if not self.is_staff:
            raise errors.VendorOnly

    def require_editor(self) -> None:
        """Staff who may change something; auditors read."""
        self.require_staff()
        if self.roles and READING_ROLES.issuperset(self.roles):
            raise errors.VendorOnly

    @classmethod
    def of(cls, caller: Caller) -> "Actor":
        partner_id = caller.claims.get("partner_id")
        return cls(
            actor=caller.actor,
            side=Side.PARTNER if partner_id else Side.STAFF,
            scope=caller.scope,
            partner_id=UUID(partner_id) if partner_id else None,
            roles=tuple(caller.roles),
            language=caller.claims.get("language", "en"),
        )


SERVICE: Final = Actor(actor="service:content", side=Side.SYSTEM, scope="all")


@dataclass(frozen=True)
class Attributes:
    """Seven sets of codes. An audience lists what it asks for in each; a viewer lists what they have."""

    tiers: tuple[str, ...] = ()
    partner_types: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    certifications: tuple[str, ...] = ()


@dataclass(eq=False, kw_only=True)
class PartnerStanding:
    """What content needs to know of a partner, kept from the events of partners alone."""

    partner_id: UUID
    name: str
    status: str
    tier: str | None = None
    partner_type: str | None = None
    region: str | None = None
    country: str | None = None


@dataclass(eq=False, kw_only=True)
class PersonStanding:
    """Who acts for a partner, or for the vendor where there is none, and whether they still do."""

    person_id: UUID
    partner_id: UUID | None
    roles: tuple[str, ...]
    has_left: bool = False


@dataclass(eq=False, kw_only=True)
class CertificateStanding:
    """What a person was certified in, whether it is still held, and which earlier one it renewed."""

    certificate_id: UUID
    person_id: UUID
    certification_code: str
    status: str
    replaces_certificate_id: UUID | None = None


@dataclass(eq=False, kw_only=True)
class DealStanding:
    """A deal registration that content may be shared for."""

    deal_registration_id: UUID
    partner_id: UUID
    number: str
