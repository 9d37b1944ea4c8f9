"""One process under supervision: started, probed, started again with growing pauses when it dies."""

import time
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass, field

from deploy.local.processes import Child, Register

FIRST_PAUSE_S = 0.5
LONGEST_PAUSE_S = 30.0
STEADY_AFTER_S = 60.0


@dataclass
class Supervised:
    """`launch` and `tend` are called from the main thread only (see processes.spawn); `probe` from any."""

    name: str
    launch: Callable[[], Child]
    answers: Callable[[], bool]
    metrics_port: int | None = None
    listed: bool = True
    child: Child | None = None
    restarts: int = 0
    healthy: bool = False
    _pause: float = FIRST_PAUSE_S
    _started_at: float = 0.0
    _due_at: float | None = field(default=None)

    def start(self, register: Register) -> Child:
        self.child = self.launch()
        self._started_at = time.monotonic()
        self._due_at = None
        register.add(self.name, self.child.pid)
        return self.child

    def probe(self) -> None:
        self.healthy = self.child is not None and self.child.alive and self.answers()

    def tend(self, register: Register) -> str | None:
        """Notice a death, start again when its pause is over; what there is to tell."""
        if self.child is None or self.child.alive:
            return None
        if self._due_at is None:
            return self._bury()
        if time.monotonic() < self._due_at:
            return None
        self.restarts += 1
        self.start(register)
        return "started again"

    def _bury(self) -> str:
        assert self.child is not None
        self.child.finish()  # whatever the dead left running would hold its ports
        lived = time.monotonic() - self._started_at
        self._pause = FIRST_PAUSE_S if lived > STEADY_AFTER_S else min(self._pause * 2, LONGEST_PAUSE_S)
        self._due_at = time.monotonic() + self._pause
        self.healthy = False
        return f"ended (code {self.child.process.returncode}); again in {self._pause:.0f} s; see {self.child.log}"


def is_ready(url: str) -> bool:
    """Whether a readiness address answers 200."""
    try:
        with urllib.request.urlopen(url, timeout=3) as answer:  # noqa: S310  (loopback)
            return bool(answer.status == 200)
    except (OSError, urllib.error.URLError, ValueError):
        return False
