"""The actor of a call, and the people and partners as far as their events told. Knows no course."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Protocol
from uuid import UUID

from services.enablement import errors


class Side(StrEnum):
    PARTNER = "partner"
    STAFF = "staff"


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
    """Who acts, for which side, and how far they may see."""

    actor: str
    side: Side
    scope: str
    person_id: UUID | None = None
    partner_id: UUID | None = None
    name: str = ""
    roles: tuple[str, ...] = ()

    @property
    def learner_id(self) -> UUID:
        """The person who learns; a service or a passer-by cannot."""
        if self.person_id is None:
            raise errors.PersonOnly
        return self.person_id

    def require_staff(self) -> None:
        if self.side is Side.PARTNER:
            raise errors.VendorOnly

    @classmethod
    def of(cls, caller: Caller) -> "Actor":
        partner_id, person_id = caller.claims.get("partner_id"), caller.claims.get("person_id")
        return cls(
            actor=caller.actor,
            side=Side.PARTNER if partner_id else Side.STAFF,
            scope=caller.scope,
            person_id=UUID(person_id) if person_id else None,
            partner_id=UUID(partner_id) if partner_id else None,
            name=caller.claims.get("name", ""),
            roles=tuple(caller.roles),
        )


@dataclass(eq=False, kw_only=True)
class Learner:
    """A person who may learn, kept from the events of partners alone."""

    person_id: UUID
    partner_id: UUID | None
    roles: list[str]
    joined_at: datetime | None = None
    left_at: datetime | None = None

    @property
    def is_present(self) -> bool:
        return self.joined_at is not None and self.left_at is None


@dataclass(eq=False, kw_only=True)
class PartnerStanding:
    """What learning needs to know of a partner."""

    partner_id: UUID
    name: str
    status: str
    partner_type: str | None = None
    country: str | None = None


@dataclass(frozen=True, kw_only=True)
class Group:
    """Whom something is for, by role and by type of partner; an empty list sets no limit."""

    roles: frozenset[str] = field(default_factory=frozenset)
    partner_types: frozenset[str] = field(default_factory=frozenset)

    @classmethod
    def of(cls, roles: Iterable[str], partner_types: Iterable[str]) -> "Group":
        return cls(roles=frozenset(roles), partner_types=frozenset(partner_types))

    def includes(self, roles: Iterable[str], partner_type: str | None) -> bool:
        fits_role = not self.roles or not self.roles.isdisjoint(roles)
        return fits_role and (not self.partner_types or partner_type in self.partner_types)
