"""A fact, and stretches of time during which something holds. Standard library only."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from typing import Final
from uuid import UUID

NOBODY: Final = UUID(int=0)  # no partner's in particular: it counts for everybody alone
ONE: Final = Decimal(1)
FOR_EVER: Final = datetime(9999, 1, 1, tzinfo=UTC)
Spell = list[datetime]  # [from, until)


@dataclass(frozen=True, kw_only=True)
class Fact:
    """Something measured about a subject at a moment. Money keeps its original beside the converted value.

    A stock (what holds at a moment: people, overdue registrations) is a fact of value 1 where it begins and one of
    value -1 where it ends: its level at any moment is the sum of all facts before.
    """

    measure: str
    at: datetime
    partner_id: UUID = NOBODY
    value: Decimal = ONE
    bucket: int = 0
    amount: Decimal | None = None
    currency: str | None = None


def united(spells: Iterable[Spell], start: datetime, end: datetime) -> list[Spell]:
    """The spells with one more, in the one way to write them: sorted, apart from each other, none of them empty."""
    found: list[Spell] = []
    for first, last in sorted([*map(tuple, spells), (start, end)]):
        if last <= first:
            continue
        if found and first <= found[-1][1]:
            found[-1][1] = max(found[-1][1], last)
        else:
            found.append([first, last])
    return found


def clipped(spells: Iterable[Spell], start: datetime | None, end: datetime | None) -> Iterator[Spell]:
    """What of the spells lies between two moments; nothing where the first is not known."""
    for first, last in spells:
        if start is None:
            return
        begins, ends = max(first, start), min(last, end or last)
        if begins < ends:
            yield [begins, ends]


def stock(measure: str, spells: Iterable[Spell], partner_id: UUID = NOBODY) -> list[Fact]:
    """Two facts a spell: where it begins and, unless it lasts for ever, where it ends."""
    facts = []
    for first, last in spells:
        facts.append(Fact(measure=measure, at=first, partner_id=partner_id))
        if last != FOR_EVER:
            facts.append(Fact(measure=measure, at=last, partner_id=partner_id, value=-ONE))
    return facts


def standing(measure: str, start: datetime | None, end: datetime | None, partner_id: UUID = NOBODY) -> list[Fact]:
    """What holds from a moment on, until an end that may not have come."""
    if start is None or (end is not None and end <= start):
        return []
    return stock(measure, [[start, end or FOR_EVER]], partner_id)
