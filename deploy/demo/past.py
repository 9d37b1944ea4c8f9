"""Moves the clock that all processes of the suite follow, so that history is made as it would have happened.

Without a time machine (PRM_TIME_MACHINE unset) the present stays the present, and the same data has no past.
"""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from datetime import time as time_of_day
from pathlib import Path

SEEN_BY_ALL_S = 0.015  # Processes look at the clock file every 10 ms.
_KEPT = "demo-present"
_FRIDAY = 4
_LONG_AGO = 21
_VERY_LONG_AGO = 90


class Past:
    """Days before the present of this installation's demo, which stays the same when making it is taken up again."""

    def __init__(self, var: Path) -> None:
        machine = os.environ.get("PRM_TIME_MACHINE") == "1" and os.environ.get("PRM_CLOCK_FILE")
        self._clock = Path(machine) if machine else None
        self._var = var
        kept = var / _KEPT
        if not kept.exists():
            kept.write_text(datetime.now(UTC).replace(microsecond=0).isoformat())
        self.present = datetime.fromisoformat(kept.read_text())

    def day(self, days_ago: float, hour: int = 9) -> datetime:
        """A moment of a working day about that long ago; today it is the present itself."""
        if days_ago <= 0:
            return self.present
        found = (self.present - timedelta(days=days_ago)).date()
        if days_ago > _LONG_AGO:  # Further back, fewer days are visited: each visit takes a moment.
            found -= timedelta(days=found.toordinal() % (7 if days_ago > _VERY_LONG_AGO else 3))
        worked = found - timedelta(days=max(0, found.weekday() - _FRIDAY))
        return datetime.combine(worked, time_of_day(hour), UTC)

    def go_to(self, moment: datetime) -> None:
        """From now on every process believes it is that moment."""
        self._set((moment - datetime.now(UTC)).total_seconds())

    def was_told(self, name: str) -> bool:
        """Whether a demo was told to its end before."""
        return (self._var / f"demo-{name}-told").exists()

    def keep_told(self, name: str) -> None:
        (self._var / f"demo-{name}-told").touch()

    @contextmanager
    def visited(self) -> Iterator["Past"]:
        """Whatever happens inside, afterwards it is now again."""
        try:
            yield self
        finally:
            self._set(0)

    def _set(self, offset: float) -> None:
        if self._clock is None:
            return
        beside = self._clock.with_suffix(".new")
        beside.write_text(f"{min(offset, 0):.3f}")
        beside.replace(self._clock)
        time.sleep(SEEN_BY_ALL_S)
