"""Children forked from a process that has imported what they share: a second or two of work that each would repeat.

The supervisor's side of nursery.py. Knows no program.
"""

import json
import os
import select
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from deploy.local.errors import StartError
from deploy.local.processes import Child, log_of
from deploy.local.settings import ROOT

_ATTEMPTS = 2
_GRACE_S = 5
_LOST = 255
_LOOK_EVERY_S = 0.02


class Nursery:
    """Where children come from. One that is lost, and its children with it, is started again with the next child.

    The modules are imported in the order given, and must neither start threads nor connect when imported.
    """

    def __init__(self, modules: Sequence[str], log: Path) -> None:
        self._modules = modules
        self._log = log
        self._parent: _Parent | None = None

    def prepare(self) -> "_Parent":
        """Have the modules imported in the background."""
        if self._parent is None or not self._parent.alive:
            self.close()
            self._parent = _Parent(self._modules, self._log)
        return self._parent

    def fork(
        self,
        name: str,
        module: str,
        arguments: Sequence[str],
        environment: Mapping[str, str],
        *,
        log: Path,
        grace_s: float,
    ) -> Child:
        """A child that does what `python -m module arguments` would, by calling the module's `main`."""
        told = {"name": name, "module": module, "arguments": list(arguments), "environment": dict(environment)}
        order = json.dumps(told | {"log": str(log_of(log))}).encode()
        for _ in range(_ATTEMPTS):  # It may just be ending.
            parent = self.prepare()
            try:
                return Child(name, Forked(parent.fork(order), parent), log, signal.SIGTERM, grace_s)
            except OSError:
                self.close()
        raise StartError(f"{name} could not be forked: the process that forks ends at once.", f"See {self._log}.")

    def close(self) -> None:
        if self._parent is not None:
            self._parent.close()
            self._parent = None


class Forked:
    """The face of a subprocess.Popen on a forked process; may be asked from several threads."""

    def __init__(self, pid: int, parent: "_Parent") -> None:
        self.pid = pid
        self._parent = parent

    @property
    def returncode(self) -> int | None:
        return self.poll()

    def poll(self) -> int | None:
        return self._parent.ended(self.pid)

    def wait(self, timeout: float | None = None) -> int:
        limit = None if timeout is None else time.monotonic() + timeout
        while (ended := self.poll()) is None:
            if limit is not None and time.monotonic() > limit:
                raise subprocess.TimeoutExpired(f"the forked process {self.pid}", timeout or 0)
            time.sleep(_LOOK_EVERY_S)
        return ended

    def send_signal(self, number: int, /) -> None:
        if self.poll() is None:
            os.kill(self.pid, number)


class _Parent:
    """One running nursery: orders go in, answers come out, from one thread at a time."""

    def __init__(self, modules: Sequence[str], log: Path) -> None:
        with log_of(log).open("ab") as output:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "deploy.local.nursery", *modules],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=output,
                cwd=ROOT,
                start_new_session=True,
            )
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._orders, self._answers = self._process.stdin, self._process.stdout
        self._unread = b""
        self._began: list[int] = []
        self._ended: dict[int, int] = {}
        self._at_work = threading.Lock()

    @property
    def alive(self) -> bool:
        return self._process.poll() is None

    def fork(self, order: bytes) -> int:
        """The new child's pid, or an OSError when we are lost."""
        with self._at_work:
            self._orders.write(order + b"\n")
            self._orders.flush()
            while not self._began:
                self._read()
            return self._began.pop()

    def ended(self, pid: int) -> int | None:
        """Its exit code once it ended; who was not told of when we are lost, is lost with us."""
        with self._at_work:
            try:
                while not self._answers.closed and select.select([self._answers], [], [], 0)[0]:
                    self._read()
            except BrokenPipeError:
                self._answers.close()
            return self._ended.get(pid, _LOST if self._answers.closed else None)

    def close(self) -> None:
        """By the end of its input it ends, and with it its children; what stands still is killed."""
        with self._at_work:
            with suppress(BrokenPipeError):
                self._orders.close()
            with suppress(subprocess.TimeoutExpired):
                self._process.wait(_GRACE_S)
            self._process.kill()
            self._process.wait()
            self._answers.close()

    def _read(self) -> None:
        told = os.read(self._answers.fileno(), 65536)
        if not told:
            raise BrokenPipeError("the process that forks has ended")
        *lines, self._unread = (self._unread + told).split(b"\n")
        for pid, word in (line.split() for line in lines):
            if word == b"began":
                self._began.append(int(pid))
            else:
                self._ended[int(pid)] = int(word)
