"""Registering a deal: the suite against the same use case in a monolith, round after round."""

import statistics
from typing import Any, Final

from tests.bench.contest import Arena
from tests.bench.load import Load, Measured, registration
from tests.bench.processor import spent
from tests.bench.tables import show

CONNECTIONS: Final = 16
BASELINES: Final = ("bare", "edge")


def compare(arena: Arena, rounds: int, seconds: float) -> dict[str, Any]:
    """Everybody registers in turn, so that what disturbs one disturbs all."""
    token = arena.token("partner_a")
    contestants = [arena.contestant(), *(arena.baseline(name) for name in BASELINES)]
    loads = {
        c.name: Load(f"{c.address}/v1/deal-registrations", token, registration, "register.lua") for c in contestants
    }
    windows: dict[str, list[Measured]] = {c.name: [] for c in contestants}
    work: dict[str, list[dict[str, float]]] = {c.name: [] for c in contestants}
    for load in loads.values():
        load.run(CONNECTIONS, 2)
    arena.settle()
    for _ in range(rounds):
        for contestant in contestants:
            before = contestant.processor.read()
            window = loads[contestant.name].run(CONNECTIONS, seconds)
            arena.settle()
            windows[contestant.name].append(window)
            work[contestant.name].append(spent(before, contestant.processor.read(), window.requests))
    medians = {name: sorted(found, key=lambda window: window.rate)[len(found) // 2] for name, found in windows.items()}
    show(f"register a deal, {CONNECTIONS} connections, median of {rounds} windows of {seconds:.0f} s", medians)
    return {
        "windows": {
            name: [vars(window) | {"rate": window.rate} for window in found] for name, found in windows.items()
        },
        "processor_ms": _processor(work),
        "ratio": _against(windows),
    }


def _processor(work: dict[str, list[dict[str, float]]]) -> dict[str, dict[str, float]]:
    processor = {
        name: {kind: statistics.median(window[kind] for window in found) for kind in found[0]}
        for name, found in work.items()
    }
    print("\nprocessor time a request, ms")
    for name, kinds in processor.items():
        parts = "  ".join(f"{kind} {value:.2f}" for kind, value in kinds.items())
        print(f"  {name:<18}{sum(kinds.values()):6.2f}  = {parts}")
    return processor


def _against(windows: dict[str, list[Measured]]) -> dict[str, float]:
    """The suite's requests a second over each baseline's, round by round."""
    ratios = {}
    for name, found in windows.items():
        pairs = zip(windows["suite"], found, strict=True)
        ratios[name] = statistics.median(ours.rate / max(theirs.rate, 0.01) for ours, theirs in pairs)
    del ratios["suite"]
    for name, ratio in ratios.items():
        print(f"  suite / {name}: {ratio:.2f} of the requests a second (median of the rounds)")
    return ratios
