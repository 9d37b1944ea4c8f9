"""Whom a target addresses, and which of several holds for a partner."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Final
from uuid import UUID

PROGRAM: Final = "program"
_TYPE: Final = "type:"
_PARTNER: Final = "partner:"


def addressee(partner_id: UUID | None, partner_type: str | None) -> str:
    """One partner, every partner of a type, or the program as a whole."""
    if partner_id:
        return f"{_PARTNER}{partner_id}"
    return f"{_TYPE}{partner_type}" if partner_type else PROGRAM


@dataclass(frozen=True, kw_only=True)
class Target:
    """One version: a value for an addressee, or that it was taken away."""

    metric: str
    period: str
    addressee: str
    version: int
    value: Decimal | None
    set_by: str
    set_at: datetime

    @property
    def set_for(self) -> str:
        """program, type or partner: what a reader is told about whose target this is."""
        return self.addressee.partition(":")[0]

    @property
    def partner_id(self) -> UUID | None:
        return UUID(self.addressee.removeprefix(_PARTNER)) if self.addressee.startswith(_PARTNER) else None

    @property
    def partner_type(self) -> str | None:
        return self.addressee.removeprefix(_TYPE) if self.addressee.startswith(_TYPE) else None


@dataclass(frozen=True, kw_only=True)
class ListedTarget(Target):
    """A target in force, with what its partner is called where it is for one."""

    partner_name: str | None


def nearest(targets: Iterable[Target]) -> dict[str, Target]:
    """By metric: a partner's own target before the one of its type."""
    chosen: dict[str, Target] = {}
    for target in sorted(targets, key=lambda one: one.partner_id is not None):
        chosen[target.metric] = target
    return chosen
