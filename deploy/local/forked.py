"""Children forked from one process that has imported what they share: a second of work that each would repeat.

Owns the fork and what a fresh process would have had: a session, a log, an environment. Knows no program.
"""

import ctypes
import importlib
import multiprocessing
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterable, Mapping, Sequence
from multiprocessing import forkserver
from multiprocessing.context import ForkServerProcess
from pathlib import Path

from deploy.local.processes import Child, log_of

_SET_DEATH_SIGNAL, _SET_NAME = 1, 15  # of Linux' prctl
_LONGEST_NAME = 15
_context = multiprocessing.get_context("forkserver")


def prepare(modules: Iterable[str]) -> None:
    """Have these modules imported in the background. They must neither start threads nor connect when imported.

    A forked child runs the main module once more: what that imports is worth naming as well.
    """
    _context.set_forkserver_preload(sorted(modules))
    forkserver.ensure_running()


def fork(
    name: str, module: str, arguments: Sequence[str], environment: Mapping[str, str], *, log: Path, grace_s: float
) -> Child:
    """A child that does what `python -m module arguments` would, by calling the module's `main`."""
    told = (name, module, list(arguments), dict(environment), str(log_of(log)))
    process = _context.Process(target=_begin, args=told, name=name, daemon=True)
    process.start()
    return Child(name, Forked(process), log, signal.SIGTERM, grace_s)


class Forked:
    """The face of a subprocess.Popen on a forked process; may be asked from several threads."""

    def __init__(self, process: ForkServerProcess) -> None:
        self._process = process
        # Its exit code can be read once from a pipe: two readers at a time would take half each.
        self._asking = threading.Lock()

    @property
    def pid(self) -> int:
        assert self._process.pid is not None
        return self._process.pid

    @property
    def returncode(self) -> int | None:
        return self.poll()

    def poll(self) -> int | None:
        with self._asking:
            return self._process.exitcode

    def wait(self, timeout: float | None = None) -> int:
        with self._asking:
            self._process.join(timeout)
            ended = self._process.exitcode
        if ended is None:
            raise subprocess.TimeoutExpired(self._process.name, timeout or 0)
        return ended

    def send_signal(self, number: int) -> None:
        if self.poll() is None:
            os.kill(self.pid, number)


def _begin(name: str, module: str, arguments: list[str], environment: dict[str, str], log: str) -> None:
    os.setsid()
    if sys.platform == "linux":
        _follow_parent(name)
    for target, flags, numbers in ((os.devnull, os.O_RDONLY, (0,)), (log, os.O_WRONLY | os.O_APPEND, (1, 2))):
        opened = os.open(target, flags)
        for number in numbers:
            os.dup2(opened, number)
        os.close(opened)
    os.environ.clear()
    os.environ.update(environment)
    sys.argv = [module, *arguments]
    importlib.import_module(module).main(arguments)


def _follow_parent(name: str) -> None:
    """End when the process ends that we were forked from, which ends with the supervisor; be called by our name."""
    libc = ctypes.CDLL(None)
    libc.prctl(_SET_DEATH_SIGNAL, signal.SIGTERM)
    libc.prctl(_SET_NAME, name.encode()[:_LONGEST_NAME])
    if os.getppid() == 1:
        raise SystemExit("the supervisor is gone")
