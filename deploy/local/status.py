"""The status document of a running suite: written by the supervisor, read by `./prm status` and by tests.

docs/operations.md describes it.
"""

import json
from pathlib import Path
from typing import Any

from deploy.local.keep import read_json, write_private
from deploy.local.processes import Register

FILE = "status.json"
ACCOUNTS = "accounts.json"


def write(var: Path, document: dict[str, Any]) -> None:
    write_private(var / FILE, json.dumps(document, indent=1))


def forget(var: Path) -> None:
    (var / FILE).unlink(missing_ok=True)


def read(var: Path) -> dict[str, Any] | None:
    """The document of a suite that runs; None when none does."""
    supervisor = Register(var).running("supervisor")
    document = read_json(var / FILE)
    return document if supervisor and document.get("processes") else None


def accounts(var: Path) -> dict[str, Any]:
    return read_json(var / ACCOUNTS)


def as_text(document: dict[str, Any]) -> str:
    lines = [f"{document['state']}: {document['gateway']}", ""]
    lines += [f"  {process['name']:<18}{_condition(process)}" for process in document["processes"]]
    return "\n".join(lines)


def _condition(process: dict[str, Any]) -> str:
    restarts = f", started again {process['restarts']} times" if process["restarts"] else ""
    return f"{'healthy' if process['healthy'] else 'not healthy':<13}pid {process['pid']}{restarts}"
