"""`./prm bench [--short] [ROW ...]`: the suite against the monolith it could have been, in one run, in rotation.

Prints tables and writes var/bench.json, where rows that were not asked for stay as they were. Numbers are reported and
gate nothing: a busy machine is not a broken suite.
"""

import argparse
import json
import os
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final

from deploy.local.settings import ROOT
from tests.bench import customers, facts, library, pages, registering, stream, uploads
from tests.bench.contest import Arena
from tests.bench.tables import busy

Size = Mapping[str, Any]
FULL: Final = {
    "rounds": 6, "seconds": 5.0, "customers": 100_000, "events": 10_000, "facts": 5_000_000, "assets": 100_000,
    "megabytes": 256,
}  # fmt: skip
SHORT: Final = {
    "rounds": 2, "seconds": 2.0, "customers": 2_000, "events": 500, "facts": 100_000, "assets": 3_000, "megabytes": 16,
}  # fmt: skip
ROWS: Final[Mapping[str, Callable[[Arena, Size], dict[str, Any]]]] = {
    "registration": lambda arena, size: registering.compare(arena, size["rounds"], size["seconds"]),
    "list": lambda arena, size: pages.listing(arena, size["seconds"]),
    "home": lambda arena, size: pages.home(arena, size["seconds"]),
    "events": lambda arena, size: stream.measure(arena, size["events"]),
    "dashboard": lambda arena, size: facts.measure(arena, size["facts"]),
    "search": lambda arena, size: library.measure(arena, size["assets"]),
    "upload": lambda arena, size: uploads.measure(arena, size["rounds"], size["megabytes"]),
    "conflict_check": lambda arena, size: customers.conflict_checks(arena, size["customers"], size["seconds"]),
}


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="./prm bench", description=__doc__)
    parser.add_argument("--short", action="store_true", help="a quick look at everything, not a measurement")
    parser.add_argument("rows", nargs="*", metavar="ROW", help=f"some of {', '.join(ROWS)}; all if none is named")
    chosen = parser.parse_args(arguments)
    if unknown := set(chosen.rows) - set(ROWS):
        parser.error(f"no such row: {', '.join(sorted(unknown))}")
    var = Path(os.environ.get("PRM_VAR") or ROOT / "var").absolute()
    written = var / "bench.json"
    arena = Arena(var / "bench")
    try:
        arena.open()
        found = measure(arena, chosen.rows or list(ROWS), SHORT if chosen.short else FULL)
    finally:
        arena.close()
    earlier = json.loads(written.read_text(encoding="utf-8")) if written.exists() else {}
    written.write_text(json.dumps(earlier | found, indent=1), encoding="utf-8")
    print(f"\nwritten to {written}")
    return 0


def measure(arena: Arena, rows: list[str], size: Size) -> dict[str, Any]:
    """Each row with how busy the machine was before it, which is somebody else's doing."""
    found = {}
    for row in rows:
        load = busy()
        found[row] = {"load_before": load} | ROWS[row](arena, size)
        print(f"  (load of the machine before: {load})")
    return found


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
