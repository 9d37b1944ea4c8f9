"""Children of ours: they die with us, write to a log of their own, and are recorded so that a later start can sweep.

Knows pids, sessions and signals; not what the children do.
"""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import psutil

from deploy.local.keep import read_json, write_private

LARGEST_LOG = 20_000_000


class Process(Protocol):
    """What is asked of a subprocess.Popen, and of a forked process (forked.py)."""

    @property
    def pid(self) -> int: ...
    @property
    def returncode(self) -> int | None: ...
    def poll(self) -> int | None: ...
    def wait(self, timeout: float | None = None) -> int: ...
    def send_signal(self, number: int, /) -> None: ...


@dataclass
class Child:
    """One running process, leader of a session of its own: whatever it starts can be found by that session."""

    name: str
    process: Process
    log: Path
    stop_signal: signal.Signals = signal.SIGTERM
    grace_s: float = 15.0

    @property
    def pid(self) -> int:
        return self.process.pid

    @property
    def alive(self) -> bool:
        return self.process.poll() is None

    def log_tail(self, size: int = 1500) -> str:
        return self.log.read_text(encoding="utf-8", errors="replace")[-size:] if self.log.exists() else ""

    def ask_to_stop(self) -> None:
        with suppress(ProcessLookupError):
            self.process.send_signal(self.stop_signal)

    def finish(self) -> None:
        """Wait for a polite end, then leave nothing of the session behind."""
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(self.grace_s)
        kill_session(self.pid)
        self.process.wait()

    def stop(self) -> None:
        self.ask_to_stop()
        self.finish()


class Register:
    """run.json: which processes of this suite run, by pid and start time (a pid alone proves nothing)."""

    def __init__(self, var: Path) -> None:
        self._file = var / "run.json"
        self._entries: dict[str, dict[str, float]] = {}

    def add(self, name: str, pid: int) -> None:
        with suppress(psutil.NoSuchProcess):
            self._entries[name] = {"pid": pid, "started_at": psutil.Process(pid).create_time()}
            write_private(self._file, json.dumps(self._entries, indent=1))

    def clear(self) -> None:
        self._entries.clear()
        self._file.unlink(missing_ok=True)

    def recorded(self) -> dict[str, dict[str, float]]:
        return read_json(self._file)

    def running(self, name: str) -> int | None:
        """The recorded pid, if that very process still lives."""
        entry = self.recorded().get(name)
        return int(entry["pid"]) if entry and _is_same(int(entry["pid"]), entry["started_at"]) else None

    def sweep(self) -> list[str]:
        """End what an earlier run left behind; returns the names of what was found."""
        found = []
        for name, entry in self.recorded().items():
            pid, started_at = int(entry["pid"]), entry["started_at"]
            if pid == os.getpid():
                continue
            if _is_same(pid, started_at) or (not _lives(pid) and _members(pid, since=started_at)):
                found.append(name)
                _end_session(pid)
        self._file.unlink(missing_ok=True)
        return found


def spawn(
    name: str,
    argv: Sequence[str],
    env: Mapping[str, str],
    *,
    log: Path,
    cwd: Path | None = None,
    prefix: Sequence[str] = (),
    stop_signal: signal.Signals = signal.SIGTERM,
    grace_s: float = 15.0,
) -> Child:
    """Start a child. From the main thread only: the kernel's death signal follows the thread that forked."""
    with log_of(log).open("ab") as output:
        process = subprocess.Popen(
            [*prefix, *die_with_parent(stop_signal), *argv],
            env=dict(env),
            cwd=cwd,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    return Child(name, process, log, stop_signal, grace_s)


def log_of(log: Path) -> Path:
    """The file, there to be appended to; one that grew too long is put aside."""
    log.parent.mkdir(parents=True, exist_ok=True)
    if log.exists() and log.stat().st_size > LARGEST_LOG:
        log.replace(log.with_suffix(".log.1"))
    log.touch()
    return log


def die_with_parent(stop_signal: signal.Signals) -> list[str]:
    """The prefix that has the kernel stop a child when we are killed (Linux; elsewhere the sweep alone does it)."""
    if sys.platform != "linux" or not shutil.which("setpriv"):
        return []
    return ["setpriv", "--pdeathsig", stop_signal.name.removeprefix("SIG"), "--"]


def stop_all(children: Iterable[Child]) -> None:
    """Ask all of them first, then wait for each: stopping takes as long as the slowest."""
    listed = list(children)
    for child in listed:
        child.ask_to_stop()
    for child in listed:
        child.finish()


def kill_session(leader: int) -> None:
    """Kill whatever still belongs to the session, the leader included; its children are gone when this returns."""
    members = _members(leader, since=0)
    for process in members:
        with suppress(psutil.NoSuchProcess):
            process.kill()
    # Waiting for the leader is left to whoever started it: it holds the exit code.
    psutil.wait_procs([process for process in members if process.pid != leader], timeout=5)


def _end_session(leader: int, grace_s: float = 10.0) -> None:
    members = _members(leader, since=0)
    for process in members:
        with suppress(psutil.NoSuchProcess):
            process.terminate()
    psutil.wait_procs(members, timeout=grace_s)
    kill_session(leader)


def _members(leader: int, *, since: float) -> list[psutil.Process]:
    found = []
    for process in psutil.process_iter():
        with suppress(psutil.NoSuchProcess, ProcessLookupError, PermissionError):
            if (
                os.getsid(process.pid) == leader
                and process.create_time() >= since - 1
                and process.status() != psutil.STATUS_ZOMBIE
            ):
                found.append(process)
    return found


def _is_same(pid: int, started_at: float) -> bool:
    try:
        process = psutil.Process(pid)
        return abs(process.create_time() - started_at) < 1 and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def _lives(pid: int) -> bool:
    """Whether some process has this pid; one that only waits to be reaped does not count."""
    try:
        return bool(psutil.Process(pid).status() != psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return False


def wait_until_gone(pid: int, timeout_s: float) -> bool:
    """Whether a process that is not our child ended in time."""
    limit = time.monotonic() + timeout_s
    while time.monotonic() < limit:
        if not psutil.pid_exists(pid):
            return True
        time.sleep(0.1)
    return False
