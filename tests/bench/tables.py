"""How a window is printed, and how busy the machine was: a figure of a busy machine is not believed."""

import os
from collections.abc import Mapping

from tests.bench.load import Measured


def show(title: str, found: Mapping[str, Measured]) -> None:
    print(f"\n{title}\n  {'':<18}{'req/s':>8}{'p50 ms':>9}{'p95 ms':>9}{'p99 ms':>9}{'failed':>8}")
    for name, window in found.items():
        numbers = f"{window.rate:8.0f}{window.p50_ms:9.1f}{window.p95_ms:9.1f}{window.p99_ms:9.1f}{window.failed:8d}"
        print(f"  {name:<18}{numbers}")


def busy() -> float:
    """How many processes wanted to run in the last minute, the bench's own included."""
    return round(os.getloadavg()[0], 1)
