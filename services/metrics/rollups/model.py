"""How a fact adds to the sums, and which sums a span of days is made of. Plain arithmetic."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Final, NamedTuple
from uuid import UUID

EVERYBODY: Final = UUID(int=0)
DAY: Final = "day"
MONTH: Final = "month"


class Cell(NamedTuple):
    """One sum: a measure of a partner (or of everybody) in a day or a month; `bucket` splits what needs a median."""

    measure: str
    partner_id: UUID
    grain: str
    starts_on: date
    bucket: int


@dataclass(frozen=True, kw_only=True)
class Step:
    """One fact that comes (count 1) or goes (count -1)."""

    measure: str
    partner_id: UUID
    day: date
    bucket: int
    count: int
    total: Decimal


@dataclass(frozen=True)
class Span:
    """A stretch of whole days, read as whole months and the days left over at its ends."""

    first: date
    end: date  # exclusive

    def months(self) -> tuple[date, date]:
        """The first month that lies within, and the first that does not any more."""
        starts = self.first if self.first.day == 1 else next_month(self.first)
        return starts, max(starts, self.end.replace(day=1))

    def edges(self) -> list[tuple[date, date]]:
        """What months() leaves over."""
        starts, ends = self.months()
        if starts == ends:
            return [(self.first, self.end)]
        return [(start, end) for start, end in ((self.first, starts), (ends, self.end)) if start < end]


def tenths(value: Decimal) -> int:
    """The bucket of a duration."""
    return int(value * 10)


def three_digits(amount: Decimal) -> int:
    """The bucket of an amount: how many noughts follow its first three digits, and these. Ascending like amounts."""
    noughts = max(0, len(str(int(amount.to_integral_value(ROUND_HALF_UP)))) - 3)
    digits = int((amount / 10**noughts).to_integral_value(ROUND_HALF_UP))
    return (noughts + 1) * 1000 + 100 if digits == 1000 else noughts * 1000 + digits


def amount_of(bucket: int) -> Decimal:
    noughts, digits = divmod(bucket, 1000)
    return Decimal(digits * 10**noughts)


def next_month(day: date) -> date:
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1)


def summed(steps: Iterable[Step]) -> dict[Cell, tuple[int, Decimal]]:
    """What a change of facts adds to each cell; what adds nothing is left out."""
    found: dict[Cell, tuple[int, Decimal]] = {}
    for step in steps:
        for partner_id in {step.partner_id, EVERYBODY}:
            for grain, starts_on in ((DAY, step.day), (MONTH, step.day.replace(day=1))):
                cell = Cell(step.measure, partner_id, grain, starts_on, step.bucket)
                count, total = found.get(cell, (0, Decimal(0)))
                found[cell] = (count + step.count, total + step.total)
    return {cell: change for cell, change in found.items() if change != (0, Decimal(0))}
