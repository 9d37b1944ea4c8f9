"""What a company needs and has: distinct holders counted, the day it falls below, and who has to renew.

Plain arithmetic on dates; refuses to know where holders come from.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from datetime import date, datetime, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import Any, Final
from uuid import UUID

from services.enablement.requirements import events

HORIZON: Final = timedelta(days=90)


class RequirementStatus(StrEnum):
    """`unmet` was never met; `lost` was."""

    UNMET = "unmet"
    MET = "met"
    AT_RISK = "at_risk"
    LOST = "lost"


_EVENTS: Final[Mapping[RequirementStatus, type[events.CompanyRequirementFact]]] = MappingProxyType(
    {
        RequirementStatus.MET: events.CompanyRequirementMet,
        RequirementStatus.AT_RISK: events.CompanyRequirementAtRisk,
        RequirementStatus.LOST: events.CompanyRequirementLost,
    }
)


@dataclass(frozen=True, kw_only=True)
class Holding:
    """One person who holds a valid certificate, and until when; None is for good."""

    person_id: UUID
    expires_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class Forecast:
    """How many there are, when they fall below what is required, and whose certificates end until then."""

    holders: int
    falls_below_at: datetime | None = None
    renew: tuple[Holding, ...] = ()


def forecast(required: int, holdings: Iterable[Holding]) -> Forecast:
    """If nobody renews and nobody comes: the end of a certificate after which fewer than required are left."""
    distinct = _longest(holdings)
    ending = sorted(
        (held for held in distinct if held.expires_at is not None),
        key=lambda held: (held.expires_at, held.person_id),
    )
    spare = len(distinct) - required
    if spare < 0 or spare >= len(ending):
        return Forecast(holders=len(distinct))
    falls_below_at = ending[spare].expires_at
    assert falls_below_at is not None
    renew = tuple(held for held in ending if held.expires_at is not None and held.expires_at <= falls_below_at)
    return Forecast(holders=len(distinct), falls_below_at=falls_below_at, renew=renew)


def _longest(holdings: Iterable[Holding]) -> list[Holding]:
    """One holding a person: whoever holds two is counted once, until the later end."""
    longest: dict[UUID, Holding] = {}
    for held in holdings:
        known = longest.get(held.person_id)
        if known is None or _lasts_longer(held, known):
            longest[held.person_id] = held
    return list(longest.values())


def _lasts_longer(held: Holding, known: Holding) -> bool:
    if known.expires_at is None or held.expires_at is None:
        return held.expires_at is None
    return held.expires_at > known.expires_at


@dataclass(eq=False, kw_only=True)
class Requirement:
    """So many certified people in every company of these types; no types named: in every company."""

    requirement_id: UUID
    certification_id: UUID
    required: int
    created_at: datetime
    partner_types: list[str] = field(default_factory=list)
    withdrawn_at: datetime | None = None
    version: int = 1


@dataclass(eq=False, kw_only=True)
class CompanyRequirement:
    """One requirement as it stands for one company; what was last told of it."""

    company_requirement_id: UUID
    requirement_id: UUID
    partner_id: UUID
    certification_id: UUID
    certification_code: str
    changed_at: datetime
    required: int = 0
    holders: int = 0
    status: RequirementStatus = RequirementStatus.UNMET
    falls_below_on: date | None = None
    renew: list[dict[str, Any]] = field(default_factory=list)

    def count(
        self, asked: Requirement, certification_code: str, seen: Forecast, now: datetime
    ) -> list[events.CompanyRequirementFact]:
        """Take over what is asked and was counted; whatever changed is told, unless there was nothing to lose yet."""
        before = self.numbers
        self.certification_id, self.certification_code = asked.certification_id, certification_code
        self.required, self.holders = asked.required, seen.holders
        self.falls_below_on = seen.falls_below_at.date() if seen.falls_below_at else None
        self.renew = [{"person_id": str(held.person_id), "expires_at": _text(held.expires_at)} for held in seen.renew]
        self.status = self._status(seen, now)
        if self.numbers == before:
            return []
        self.changed_at = now
        fact = _EVENTS.get(self.status)
        return [fact(**self._fact())] if fact is not None else []

    def withdraw(self) -> list[events.CompanyRequirementFact]:
        """It is asked no more; told to whoever was told how it stood."""
        return [events.CompanyRequirementWithdrawn(**self._fact())] if self.status in _EVENTS else []

    @property
    def numbers(self) -> tuple[Any, ...]:
        return self.certification_id, self.required, self.holders, self.falls_below_on, self.renew, self.status

    @property
    def renew_person_ids(self) -> tuple[UUID, ...]:
        return tuple(UUID(held["person_id"]) for held in self.renew)

    def _status(self, seen: Forecast, now: datetime) -> RequirementStatus:
        if seen.holders < self.required:
            return RequirementStatus.UNMET if self.status is RequirementStatus.UNMET else RequirementStatus.LOST
        near = seen.falls_below_at is not None and seen.falls_below_at <= now + HORIZON
        return RequirementStatus.AT_RISK if near else RequirementStatus.MET

    def _fact(self) -> dict[str, Any]:
        """The row as it is now, as far as every event tells it."""
        return {found.name: getattr(self, found.name) for found in fields(events.CompanyRequirementFact)}


def _text(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
