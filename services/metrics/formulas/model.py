"""Kinds of formula, and their arithmetic on sums that were read. Standard library only."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from typing import Final, Literal, NamedTuple
from uuid import UUID

from services.metrics.rollups.model import amount_of

Part = Literal["numerator", "denominator"]


class Unit(StrEnum):
    """What a value counts; money is in the reporting currency, a share lies between 0 and 1."""

    COUNT = "count"
    SHARE = "share"
    MONEY = "money"
    HOURS = "hours"
    DAYS = "days"


_STEP: Final = {
    Unit.COUNT: Decimal("1"),
    Unit.SHARE: Decimal("0.0001"),
    Unit.MONEY: Decimal("0.01"),
    Unit.HOURS: Decimal("0.1"),
    Unit.DAYS: Decimal("0.1"),
}


@dataclass(frozen=True)
class Flow:
    """What came within the period: how many facts, or what their values add up to."""

    measure: str
    adds_values: bool = False


@dataclass(frozen=True)
class Stock:
    """What holds at the end of the period; a partner's part may have a measure of its own, or be everybody's."""

    measure: str
    of_partner: str | None = None
    shared: bool = False

    def for_partner(self) -> str:
        return self.of_partner or self.measure


Reading = Flow | Stock


@dataclass(frozen=True, kw_only=True)
class Total:
    """One reading, as it is."""

    numerator: tuple[Reading, ...]
    denominator: tuple[Reading, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Ratio:
    """What the numerator adds up to for each of the denominator."""

    numerator: tuple[Reading, ...]
    denominator: tuple[Reading, ...]


@dataclass(frozen=True, kw_only=True)
class Percentile:
    """The value that so many in a hundred do not exceed, of a measure kept in buckets: tenths, or amounts."""

    measure: str
    percent: int

    @property
    def numerator(self) -> tuple[Reading, ...]:
        return (Flow(self.measure),)

    @property
    def denominator(self) -> tuple[Reading, ...]:
        return ()


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """The median wait from a start to an event, those still waiting included (Kaplan-Meier); starts of so many days.

    `end` is what makes waiting pointless: whoever met it before the event is watched until then.
    """

    start: str
    event: str
    end: str
    days: int

    @property
    def numerator(self) -> tuple[Reading, ...]:
        return (Flow(self.event),)

    @property
    def denominator(self) -> tuple[Reading, ...]:
        return (Flow(self.start),)


Formula = Total | Ratio | Percentile | Waiting


class Value(NamedTuple):
    """A number with what it was made of; None where there is nothing to divide by or to take the median of."""

    value: Decimal | None
    n: int
    numerator: Decimal = Decimal(0)
    denominator: Decimal = Decimal(0)
    unconverted: int = 0


class Wait(NamedTuple):
    """How long one of a cohort waited, and whether the event came or the watch ended."""

    days: Decimal
    ended: bool


def rounded(value: Decimal, unit: Unit) -> Decimal:
    return value.quantize(_STEP[unit], ROUND_HALF_UP)


def ratio(numerator: Decimal, denominator: Decimal, unit: Unit) -> Value:
    value = rounded(numerator / denominator, unit) if denominator else None
    return Value(value, int(denominator), numerator, denominator)


def total(amount: Decimal, n: int, unit: Unit) -> Value:
    return Value(rounded(amount, unit), n, amount)


def percentile(buckets: Sequence[tuple[int, int]], percent: int, unit: Unit = Unit.HOURS) -> Value:
    """The nearest rank: the smallest value that at least so many in a hundred do not exceed. Buckets ascend."""
    n = sum(count for _, count in buckets)
    rank, seen = -(-n * percent // 100), 0
    for bucket, count in buckets:
        seen += count
        if seen >= rank:
            return Value(rounded(amount_of(bucket) if unit is Unit.MONEY else Decimal(bucket) / 10, unit), n)
    return Value(None, 0)


def median_wait(waits: Sequence[Wait]) -> Value:
    """Kaplan-Meier: the first day on which no more than half are still waiting; None while more than half are."""
    at_risk, waiting = len(waits), Decimal(1)
    for days in sorted({wait.days for wait in waits}):
        here = [wait for wait in waits if wait.days == days]
        waiting *= 1 - Decimal(sum(wait.ended for wait in here)) / at_risk
        if waiting <= Decimal("0.5"):
            return Value(rounded(days, Unit.DAYS), len(waits))
        at_risk -= len(here)
    return Value(None, len(waits))


Levels = Mapping[tuple[Reading, UUID], tuple[int, Decimal]]


def added(readings: Sequence[Reading], levels: Levels, partner_id: UUID, everybody: UUID) -> tuple[Decimal, int]:
    """What the readings add up to for one partner (or everybody), and how many facts that is."""
    amount, facts = Decimal(0), 0
    for reading in readings:
        shared = isinstance(reading, Stock) and reading.shared
        count, values = levels.get((reading, everybody if shared else partner_id), (0, Decimal(0)))
        counts = isinstance(reading, Flow) and not reading.adds_values
        amount += count if counts else values
        facts += count if isinstance(reading, Flow) else int(values)
    return amount, facts
