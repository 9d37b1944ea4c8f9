"""Judging a number: against its target, its own past and the partners it may be compared with."""

from collections.abc import Sequence
from decimal import Decimal
from enum import StrEnum
from typing import Final

PEERS_NEEDED: Final = 5
NEAR: Final = Decimal("0.9")


class Attainment(StrEnum):
    MET = "met"
    NEAR = "near"
    MISSED = "missed"


def share_of_target(value: Decimal | None, target: Decimal | None, *, less_is_better: bool) -> Decimal | None:
    """1 is the target itself; above 1 is better than asked. Nothing where there is nothing to compare."""
    if value is None or target is None:
        return None
    if less_is_better:
        return Decimal(1) if value <= target else target / value
    return Decimal(1) if target == 0 else value / target


def attainment(share: Decimal | None) -> Attainment | None:
    if share is None:
        return None
    if share >= 1:
        return Attainment.MET
    return Attainment.NEAR if share >= NEAR else Attainment.MISSED


def quarter_among(value: Decimal | None, peers: Sequence[Decimal], *, less_is_better: bool) -> int | None:
    """1 is the best quarter and 4 the last. Never told with fewer than five others: few could be recognised.

    Counted is the share of the peers that do better; those that do the same count half.
    """
    if value is None or len(peers) < PEERS_NEEDED:
        return None
    better = sum(peer < value if less_is_better else peer > value for peer in peers)
    same = sum(peer == value for peer in peers)
    return min(4, int(4 * (better + same / 2) / len(peers)) + 1)
