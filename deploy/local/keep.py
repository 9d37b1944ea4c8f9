"""What a suite remembers between starts in its own folder: generated secrets and the ports it took.

Files are for the owner's eyes only.
"""

import json
import os
import random
import secrets
import socket
from pathlib import Path
from typing import Any, Protocol

# Below the kernel's ephemeral range (32768-60999), so that no outgoing connection ever sits on a port of ours.
PORT_RANGE = range(15000, 30000)


def write_private(path: Path, text: str) -> None:
    """Replace the file in one step, readable by its owner alone."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{os.getpid()}.tmp")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
    draft.replace(path)


def read_json(path: Path) -> dict[str, Any]:
    """The file's object; empty when there is no file or it was cut short."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


class Passwords(Protocol):
    """Whatever knows a password by name."""

    def of(self, name: str) -> str: ...


class Secrets:
    """Passwords and keys of one suite: generated when first asked for, the same ever after."""

    def __init__(self, var: Path) -> None:
        self._file = var / "secrets.json"

    def of(self, name: str) -> str:
        known: dict[str, str] = read_json(self._file)
        if name not in known:
            known[name] = secrets.token_hex(24)
            write_private(self._file, json.dumps(known, indent=1))
        return known[name]


class Ports:
    """Loopback ports of one suite: picked once, kept, picked again only when somebody else sits on one."""

    def __init__(self, var: Path) -> None:
        self._file = var / "ports.json"

    def of(self, name: str) -> int:
        taken: dict[str, int] = read_json(self._file)
        port = taken.get(name)
        if port is None or not is_free(port):
            port = _pick(set(taken.values()))
            write_private(self._file, json.dumps(taken | {name: port}, indent=1))
        return port


def _pick(taken: set[int]) -> int:
    while True:
        port = random.choice(PORT_RANGE)  # noqa: S311  (spreads suites apart; guards nothing)
        if port not in taken and is_free(port):
            return port


def is_free(port: int) -> bool:
    """Whether a server could listen there now (a connection in TIME_WAIT does not count)."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True
