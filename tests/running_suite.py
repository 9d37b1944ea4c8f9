"""A whole suite for tests: started by the same command a person uses, in a folder and on a port of its own."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeVar

import psutil

from deploy.local.keep import Ports
from deploy.local.settings import ROOT

START_LIMIT_S = 400
Found = TypeVar("Found")


class RunningSuite:
    """`./prm up --detach` and what it says about itself. Kill its processes: the supervisor is the real one."""

    def __init__(self, var: Path, *, demo: str = "none", environment: Mapping[str, str] | None = None) -> None:
        self.var = var
        self._demo = demo
        self._environment = (
            os.environ | {"PRM_VAR": str(var), "PRM_PORT": str(Ports(var).of("gateway"))} | dict(environment or {})
        )

    def start(self) -> str:
        """Returns what was printed; raises with it when the suite did not come up."""
        done = self.prm("up", "--detach", "--demo", self._demo)
        if done.returncode:
            raise RuntimeError(done.stdout + done.stderr)
        return done.stdout

    def stop(self) -> None:
        self.prm("down")

    def prm(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """One of `./prm`'s commands, its output in files: nothing that outlives it holds a pipe of ours."""
        out, err = self.var / "command.out", self.var / "command.err"
        with out.open("w") as output, err.open("w") as errors:
            done = subprocess.run(
                [sys.executable, "-m", "deploy.cli", *arguments],
                cwd=ROOT,
                env=self._environment,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=errors,
                timeout=START_LIMIT_S,
                check=False,
            )
        return subprocess.CompletedProcess(arguments, done.returncode, out.read_text(), err.read_text())

    def status(self) -> dict[str, Any]:
        document: dict[str, Any] = json.loads(self.prm("status", "--json").stdout)
        return document

    @property
    def gateway(self) -> str:
        return str(self.status()["gateway"])

    def process(self, name: str) -> dict[str, Any]:
        """One that lives: whoever was killed a moment ago is not what a test means."""

        def living() -> dict[str, Any] | None:
            found = next(process for process in self.status()["processes"] if process["name"] == name)
            return found if found["pid"] and psutil.pid_exists(found["pid"]) else None

        found = wait_for(living, limit_s=60)
        assert found
        return found

    def kill(self, name: str, with_signal: signal.Signals = signal.SIGKILL) -> int:
        """End one process as a crash would; its pid."""
        pid = int(self.process(name)["pid"])
        os.kill(pid, with_signal)
        return pid

    def wait_healthy(self, *, limit_s: float = 120) -> None:
        def healthy() -> bool:
            processes = self.status().get("processes", [])
            return bool(processes) and all(process["healthy"] for process in processes)

        wait_for(healthy, limit_s=limit_s)


def wait_for(condition: Callable[[], Found], *, limit_s: float) -> Found:
    """The first truthy answer."""
    limit = time.monotonic() + limit_s
    while not (found := condition()):
        if time.monotonic() > limit:
            raise TimeoutError(f"not so within {limit_s} s")
        time.sleep(0.2)
    return found
