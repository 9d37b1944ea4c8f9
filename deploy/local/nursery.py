"""A process that imports what its children share, and forks them: `python -m deploy.local.nursery MODULE ...`.

Reads one order a line from its input (forked.py writes them) and answers who began and who ended. Ends with its input.
Knows no program, and runs neither threads nor an event loop: its children would inherit half of them.
"""

import ctypes
import gc
import importlib
import json
import os
import signal
import sys
from typing import Any

_SET_DEATH_SIGNAL, _SET_NAME = 1, 15  # of Linux' prctl
_LONGEST_NAME = 15
_CHILDREN = {signal.SIGCHLD}


def main(modules: list[str]) -> None:
    answers = os.dup(1)
    os.dup2(2, 1)  # whatever is printed while importing is no answer
    for module in modules:
        importlib.import_module(module)
    gc.freeze()  # What was imported stays: no child has to look through it for garbage, or to copy it.
    signal.signal(signal.SIGCHLD, lambda *_: _tell_ends(answers))
    with open(0, "rb", buffering=0, closefd=False) as orders:
        for order in orders:
            signal.pthread_sigmask(signal.SIG_BLOCK, _CHILDREN)  # A beginning is told before its end.
            pid = os.fork()
            if pid == 0:
                os.close(answers)
                return _begin(**json.loads(order))
            os.write(answers, b"%d began\n" % pid)
            signal.pthread_sigmask(signal.SIG_UNBLOCK, _CHILDREN)
    return None


def _tell_ends(answers: int) -> None:
    while True:
        try:
            pid, status = os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            return
        if not pid:
            return
        os.write(answers, b"%d %d\n" % (pid, os.waitstatus_to_exitcode(status)))


def _begin(name: str, module: str, arguments: list[str], environment: dict[str, str], log: str) -> None:
    """What a fresh process has: a session, an environment and a log of its own, and nothing of its parent's."""
    os.setsid()
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, _CHILDREN)
    if sys.platform == "linux":
        _follow_parent(name)
    for target, flags, numbers in ((os.devnull, os.O_RDONLY, (0,)), (log, os.O_WRONLY | os.O_APPEND, (1, 2))):
        opened = os.open(target, flags)
        for number in numbers:
            os.dup2(opened, number)
        os.close(opened)
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(line_buffering=True)  # type: ignore[union-attr]
    os.environ.clear()
    os.environ.update(environment)
    sys.argv = [module, *arguments]
    _forget_hub()
    importlib.import_module(module).main(arguments)


def _follow_parent(name: str) -> None:
    """End when the process ends that we were forked from, which ends with the supervisor; be called by our name."""
    libc: Any = ctypes.CDLL(None)
    libc.prctl(_SET_DEATH_SIGNAL, signal.SIGTERM)
    libc.prctl(_SET_NAME, name.encode()[:_LONGEST_NAME])
    if os.getppid() == 1:
        raise SystemExit("the supervisor is gone")


def _forget_hub() -> None:
    """Patching makes a hub of eventlet's, and its list of watched files would be shared with parent and siblings."""
    if eventlet := sys.modules.get("eventlet"):
        eventlet.hubs.use_hub()


if __name__ == "__main__":
    main(sys.argv[1:])
