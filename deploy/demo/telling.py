"""Telling a history in the order of time: what happens at one moment happens side by side, then the clock moves on."""

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from deploy.demo.client import Refused
from deploy.demo.past import Past

_AT_ONCE = 8


@dataclass(frozen=True)
class Step:
    """One thing that somebody did at a moment."""

    at: datetime
    act: Callable[[], None]
    what: str


def tell(past: Past, steps: Iterable[Step], about: str) -> None:
    """All steps, each at its moment; the log says how far it is."""
    ordered = sorted(steps, key=lambda step: step.at)
    told = 0
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        for at, together in groupby(ordered, key=lambda step: step.at):
            past.go_to(at)
            told += len(list(pool.map(_take, together)))
            print(f"{told} of {len(ordered)} events of {about}, now at {at:%B %Y}", flush=True)


def _take(step: Step) -> None:
    """A refusal costs one step, not the demo; it is told in the log."""
    try:
        step.act()
    except (Refused, KeyError, StopIteration) as refusal:
        print(f"{step.what}: {refusal!r}", flush=True)
