"""The caller of a method: a partner sees its own numbers, staff see everybody's."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from services.metrics import errors


class Principal(Protocol):
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
class Caller:
    """Who asks; `partner_id` is set for a partner's people alone."""

    person_id: str
    partner_id: UUID | None
    roles: tuple[str, ...]
    scope: str

    @property
    def is_staff(self) -> bool:
        return self.partner_id is None and self.scope == "all"

    def of(self, partner_id: UUID | None) -> UUID | None:
        """Whose numbers are meant: another partner's answer like those of a partner that does not exist."""
        if self.is_staff:
            return partner_id
        if self.partner_id is None or partner_id not in (None, self.partner_id):
            raise errors.NotFound
        return self.partner_id

    def require_staff(self) -> None:
        if not self.is_staff:
            raise errors.VendorOnly

    @classmethod
    def from_principal(cls, principal: Principal) -> "Caller":
        partner_id = principal.claims.get("partner_id")
        return cls(
            person_id=principal.actor.partition(":")[2] or principal.actor,
            partner_id=UUID(partner_id) if partner_id else None,
            roles=tuple(principal.roles),
            scope=principal.scope,
        )
