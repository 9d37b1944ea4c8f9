"""`./prm bench [--short]`: measures the suite against the monolith it could have been, in one run, in rotation.

Prints tables and writes var/bench.json. Numbers are reported and gate nothing: a busy machine is not a broken suite.
"""

import argparse
import json
import os
import statistics
import sys
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from sqlalchemy import Engine
from sqlalchemy.dialects import postgresql

from chassis import clock, database
from chassis.service_class import contracts_folder, load_service
from deploy.local.settings import ROOT
from services.deals.customers.model import identify
from services.deals.customers.queries import candidate_identities, candidate_parameters, given_keys
from services.metrics.periods.model import quarter_of
from tests.bench import customers, facts, pages, stream
from tests.bench.contest import Arena
from tests.bench.load import Load, Measured, registration
from tests.bench.processor import spent

CONNECTIONS = 16
FEW_FACTS = 50_000
FULL = {"rounds": 6, "seconds": 5.0, "customers": 100_000, "events": 10_000, "facts": 5_000_000}
SHORT = {"rounds": 2, "seconds": 2.0, "customers": 2_000, "events": 500, "facts": 100_000}


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="./prm bench", description=__doc__)
    parser.add_argument("--short", action="store_true", help="a quick look at everything, not a measurement")
    chosen = parser.parse_args(arguments)
    var = Path(os.environ.get("PRM_VAR") or ROOT / "var").absolute()
    arena = Arena(var / "bench")
    try:
        arena.open()
        found = measure(arena, SHORT if chosen.short else FULL)
    finally:
        arena.close()
    (var / "bench.json").write_text(json.dumps(found, indent=1), encoding="utf-8")
    print(f"\nwritten to {var / 'bench.json'}")
    return 0


def measure(arena: Arena, size: dict[str, Any]) -> dict[str, Any]:
    rounds, seconds = size["rounds"], size["seconds"]
    token = arena.token("partner_a")
    registering = compare(arena, token, rounds, seconds)
    page = f"{arena.status['gateway']}/v1/deal-registrations?{urlencode({'limit': 25})}"
    listing = Load(page, token, script="read.lua").run(CONNECTIONS, seconds)
    show("list page (25 of a partner's registrations), 16 connections", {"suite": listing})
    home = pages.measure(arena, seconds)
    show("home page of a partner, from five services", home)
    events = streaming(arena, size["events"])
    dashboard = dashboards(arena, size["facts"])
    checks = conflict_checks(arena, token, size["customers"], seconds)
    return {
        "registration": registering,
        "list": vars(listing),
        "home": {name: vars(window) for name, window in home.items()},
        "events": events,
        "dashboard": dashboard,
        "conflict_check": checks,
    }


def compare(arena: Arena, token: str, rounds: int, seconds: float) -> dict[str, Any]:
    """Everybody registers in turn, round after round, so that what disturbs one disturbs all."""
    contestants = arena.contestants()
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
    processor = {
        name: {kind: statistics.median(window[kind] for window in found) for kind in found[0]}
        for name, found in work.items()
    }
    print("\nprocessor time a request, ms")
    for name, kinds in processor.items():
        parts = "  ".join(f"{kind} {value:.2f}" for kind, value in kinds.items())
        print(f"  {name:<18}{sum(kinds.values()):6.2f}  = {parts}")
    ratios = against(windows)
    return {
        "windows": {
            name: [vars(window) | {"rate": window.rate} for window in found] for name, found in windows.items()
        },
        "processor_ms": processor,
        "ratio": ratios,
    }


def against(windows: dict[str, list[Measured]]) -> dict[str, float]:
    """The suite's requests a second over each baseline's, round by round."""
    ratios = {}
    for name, found in windows.items():
        pairs = zip(windows["suite"], found, strict=True)
        ratios[name] = statistics.median(ours.rate / max(theirs.rate, 0.01) for ours, theirs in pairs)
    del ratios["suite"]
    for name, ratio in ratios.items():
        print(f"  suite / {name}: {ratio:.2f} of the requests a second (median of the rounds)")
    return ratios


def streaming(arena: Arena, events: int) -> dict[str, Any]:
    service_class = load_service("services.deals")
    engine = database.engine(arena.database("deals"), pool_size=2)
    sessions = database.session_factory(engine, "deals", contracts_folder(service_class))
    log = database.engine(arena.database("gateway"), pool_size=2)
    drained = stream.backlog(sessions, log, events)
    even = stream.trickle(sessions, log, min(events, 1000), 100.0)
    print("\nevents, from the service's commit to the log outside systems read")
    print(
        f"  backlog of {events}: {drained.rate:.0f} events/s   one by one at 100/s: p50 {even.p50_ms:.0f} ms,", end=""
    )
    print(f" p99 {even.p99_ms:.0f} ms")
    return {"backlog": vars(drained) | {"rate": drained.rate}, "at_100_a_second": vars(even)}


def dashboards(arena: Arena, many: int) -> dict[str, Any]:
    engines = {}
    for size in (FEW_FACTS, many):
        engines[size] = database.engine(arena.fresh("metrics", f"facts_{size}"), pool_size=2)
        facts.fill(engines[size], size)
    windows: dict[str, Any] = {}
    for period in (
        quarter_of(clock.today()),
        "last_90_days",
    ):  # What the console opens with; and the one in most pieces.
        found = facts.dashboards(engines, period, rounds=60)
        ratio = found[many].p95_ms / found[FEW_FACTS].p95_ms
        show(f"dashboard of the program, {period}", {f"{size} facts": window for size, window in found.items()})
        print(f"  p95 over {many} facts is {ratio:.2f} of the one over {FEW_FACTS}")
        windows[period] = {"ratio": ratio} | {str(size): vars(window) for size, window in found.items()}
    return windows


def conflict_checks(arena: Arena, token: str, wanted: int, seconds: float) -> dict[str, Any]:
    engine = database.engine(arena.database("deals"), pool_size=2)
    customers.fill(engine, wanted)
    ask = Load(
        f"{arena.status['gateway']}/v1/conflict-checks",
        token,
        lambda: {"customer": customers.named(), "product_line": "backup"},
    )
    alone, four = ask.run(1, seconds), ask.run(4, seconds)
    show(f"conflict check among {wanted} customers", {"1 connection": alone, "4 connections": four})
    plan = explain(engine)
    print("\nplan of its candidates\n" + "\n".join(f"  {line}" for line in plan))
    return {"customers": wanted, "one": vars(alone), "four": vars(four), "plan": plan}


def explain(engine: Engine) -> list[str]:
    identity = identify(**customers.named(), contact_email="eva@example.com", contact_phone=None)
    statement = candidate_identities(given_keys(identity), similar_names=True)
    statement = statement.params(candidate_parameters(identity))
    text = statement.compile(dialect=postgresql.dialect(), compile_kwargs={"literal_binds": True})
    with engine.connect() as connection:
        rows = connection.exec_driver_sql(f"EXPLAIN (ANALYZE, COSTS OFF) {str(text).replace('%', '%%')}")
        return [str(row[0]) for row in rows]


def show(title: str, found: dict[str, Measured]) -> None:
    print(f"\n{title}\n  {'':<18}{'req/s':>8}{'p50 ms':>9}{'p95 ms':>9}{'p99 ms':>9}{'failed':>8}")
    for name, window in found.items():
        numbers = f"{window.rate:8.0f}{window.p50_ms:9.1f}{window.p95_ms:9.1f}{window.p99_ms:9.1f}{window.failed:8d}"
        print(f"  {name:<18}{numbers}")


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
