"""The only source of time for business code: real, frozen in tests, or moved by the time machine.

Owns now() and today(); refuses deadlines and back-off, which use the machine's monotonic clock.
"""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path

_READ_EVERY = 0.01


@dataclass
class FrozenClock:
    """The handle a test holds: time stands still until it is moved by hand."""

    at: datetime

    def advance(self, **parts: float) -> datetime:
        self.at += timedelta(**parts)
        return self.at


class TimeMachine:
    """An offset in seconds read from a file that all processes share, at most every 10 ms."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._seen = (float("-inf"), timedelta())  # When reading it began, and what it said: one value, for threads.

    def offset(self) -> timedelta:
        seen_at, offset = self._seen
        began = time.monotonic()
        if began - seen_at < _READ_EVERY:
            return offset
        try:
            offset = timedelta(seconds=float(self._path.read_text() or 0))
        except (FileNotFoundError, ValueError):
            offset = timedelta()
        self._seen = (began, offset)
        return offset


@cache
def _time_machine() -> TimeMachine | None:
    """Looked for when the time is first asked, not on import: who is forked learns its environment only then."""
    path = os.environ.get("PRM_CLOCK_FILE", "")
    return TimeMachine(Path(path)) if os.environ.get("PRM_TIME_MACHINE") == "1" and path else None


_frozen: FrozenClock | None = None


def now() -> datetime:
    if _frozen is not None:
        return _frozen.at
    moment, machine = datetime.now(UTC), _time_machine()
    return moment + machine.offset() if machine is not None else moment


def today() -> date:
    return now().date()


@contextmanager
def frozen(at: datetime) -> Iterator[FrozenClock]:
    """Stop the clock at an aware moment for the length of a test."""
    global _frozen  # noqa: PLW0603 - one clock a process is the point.
    if at.tzinfo is None:
        raise ValueError("a frozen clock needs an aware datetime")
    previous, _frozen = _frozen, FrozenClock(at.astimezone(UTC))
    try:
        yield _frozen
    finally:
        _frozen = previous
