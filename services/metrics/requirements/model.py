"""A requirement of one company as the numbers see it. Whether one is not met yet is told by no event."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from itertools import pairwise
from typing import Literal
from uuid import UUID

from services.metrics.facts.model import FOR_EVER, Spell, united


@dataclass(eq=False, kw_only=True)
class CompanyRequirement:
    """The last spell of one of the two lasts for ever while it holds."""

    company_requirement_id: UUID
    partner_id: UUID | None = None
    met: list[Spell] = field(default_factory=list)
    lost: list[Spell] = field(default_factory=list)

    def turn(self, status: Literal["met", "lost"] | None, at: datetime) -> None:
        """From now on it is met, or lost, or asked no more."""
        self.met, self.lost = _ended(self.met or [], at), _ended(self.lost or [], at)
        if status == "met":
            self.met = united(self.met, at, FOR_EVER)
        elif status == "lost":
            self.lost = united(self.lost, at, FOR_EVER)


def certified(requirements: Iterable[CompanyRequirement]) -> list[Spell]:
    """When a company met one or more of its requirements and had lost none."""
    known = list(requirements)
    met = [spell for one in known for spell in one.met]
    lost = [spell for one in known for spell in one.lost]
    found: list[Spell] = []
    for first, last in pairwise(sorted({moment for spell in (*met, *lost) for moment in spell})):
        if _covered(met, first) and not _covered(lost, first):
            found = united(found, first, last)
    return found


def _ended(spells: Iterable[Spell], at: datetime) -> list[Spell]:
    return [[first, min(last, at)] for first, last in spells if first < at]


def _covered(spells: Iterable[Spell], moment: datetime) -> bool:
    return any(first <= moment < last for first, last in spells)
