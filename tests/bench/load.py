"""Closed-loop load: so many connections, each asking again once answered. wrk where there is one, else threads."""

import http.client
import json
import random
import shutil
import subprocess
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

HERE = Path(__file__).parent
SYLLABLES = (
    "ba",
    "ce",
    "di",
    "fo",
    "gu",
    "ha",
    "je",
    "ki",
    "lo",
    "mu",
    "na",
    "pe",
    "qui",
    "ro",
    "su",
    "ta",
    "ve",
    "xi",
)


@dataclass(frozen=True)
class Measured:
    """What one window showed."""

    requests: int
    seconds: float
    p50_ms: float
    p95_ms: float
    p99_ms: float
    failed: int

    @classmethod
    def of(cls, times_ms: list[float], seconds: float | None = None, failed: int = 0) -> "Measured":
        """Requests that took so long each, one after the other unless it is said how long they took together."""
        times = sorted(times_ms)
        p50, p95, p99 = (times[int(len(times) * share)] for share in (0.5, 0.95, 0.99))
        return cls(len(times), seconds or sum(times) / 1000, p50, p95, p99, failed)

    @property
    def rate(self) -> float:
        return self.requests / self.seconds


@dataclass(frozen=True)
class Load:
    """An address, who asks, and what: each time another body, or none. `script` says the same to wrk."""

    url: str
    token: str
    body: Callable[[], dict[str, Any]] | None = None
    script: str | None = None

    def run(self, connections: int, seconds: float) -> Measured:
        if self.script and shutil.which("wrk"):
            return self._wrk(self.script, connections, seconds)
        return self._threads(connections, seconds)

    def _wrk(self, script: str, connections: int, seconds: float) -> Measured:
        threads = min(2, connections)  # wrk refuses more threads than connections
        command = [
            "wrk",
            f"-t{threads}",
            f"-c{connections}",
            f"-d{seconds:.0f}s",
            "--timeout",
            "10s",
            "-s",
            str(HERE / script),
        ]
        done = subprocess.run([*command, self.url, "--", self.token], capture_output=True, text=True, check=True)
        return Measured(**json.loads(done.stdout.strip().splitlines()[-1]))

    def _threads(self, connections: int, seconds: float) -> Measured:
        taken: list[tuple[float, bool]] = []
        ends = time.monotonic() + seconds
        workers = [threading.Thread(target=self._ask_until, args=(ends, taken)) for _ in range(connections)]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()
        return Measured.of([spent * 1000 for spent, _ in taken], seconds, failed=sum(not good for _, good in taken))

    def _ask_until(self, ends: float, taken: list[tuple[float, bool]]) -> None:
        address = urlsplit(self.url)
        connection = http.client.HTTPConnection(address.netloc, timeout=10)
        headers = {"Authorization": f"Bearer {self.token}", "Content-Type": "application/json"}
        path = f"{address.path}?{address.query}" if address.query else address.path
        while time.monotonic() < ends:
            body = json.dumps(self.body()) if self.body else None
            begun = time.perf_counter()
            connection.request("POST" if body else "GET", path, body, headers)
            answer = connection.getresponse()
            answer.read()
            taken.append((time.perf_counter() - begun, answer.status < 400))
        connection.close()


def word(count: int, chance: Any = random) -> str:
    return "".join(chance.choices(SYLLABLES, k=count))


def registration() -> dict[str, Any]:
    """For a customer nobody has heard of."""
    domain = f"{word(9)}.example"
    return {
        "customer": {"legal_name": f"{word(5)} {word(4)}", "country": "ES", "domain": domain, "city": word(4)},
        "contact": {"name": "Eva Ruiz", "email": f"eva@{domain}"},
        "product_line": "backup",
        "amount": "12500.00",
        "currency": "EUR",
        "expected_close_on": "2031-12-31",
    }
