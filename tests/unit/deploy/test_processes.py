"""Children die with us, and what an earlier run left is recognised by pid and start time together."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from deploy.local.processes import Register, kill_session, spawn

SLEEP = [sys.executable, "-c", "import time; time.sleep(60)"]
FAMILY = [sys.executable, "-c", f"import subprocess, sys; subprocess.Popen({SLEEP!r}).wait()"]


def test_a_sweep_ends_what_was_recorded(tmp_path: Path) -> None:
    child = spawn("left", SLEEP, {}, log=tmp_path / "log")
    register = Register(tmp_path)
    register.add("left", child.pid)
    assert Register(tmp_path).sweep() == ["left"]
    assert not child.alive
    assert Register(tmp_path).recorded() == {}


def test_a_sweep_spares_a_stranger_that_got_the_pid(tmp_path: Path) -> None:
    child = spawn("stranger", SLEEP, {}, log=tmp_path / "log")
    try:
        earlier = {"left": {"pid": child.pid, "started_at": time.time() - 3600}}
        (tmp_path / "run.json").write_text(json.dumps(earlier))
        assert Register(tmp_path).sweep() == []
        assert child.alive
    finally:
        child.stop()


def test_a_sweep_finds_the_children_of_a_dead_leader(tmp_path: Path) -> None:
    leader = spawn("left", FAMILY, dict(os.environ), log=tmp_path / "log")
    Register(tmp_path).add("left", leader.pid)
    grandchild = _only_child(leader.pid)
    leader.process.kill()
    leader.process.wait()
    assert Register(tmp_path).sweep() == ["left"]
    assert not _lives(grandchild)


def test_a_sweep_finds_the_children_of_a_dead_leader_that_nobody_reaped(tmp_path: Path) -> None:
    leader = spawn("left", FAMILY, dict(os.environ), log=tmp_path / "log")
    Register(tmp_path).add("left", leader.pid)
    grandchild = _only_child(leader.pid)
    leader.process.kill()
    os.waitid(os.P_PID, leader.pid, os.WEXITED | os.WNOWAIT)  # dead, and still in the table of processes
    assert Register(tmp_path).sweep() == ["left"]
    assert not _lives(grandchild)
    leader.process.wait()


def test_stopping_a_child_leaves_nothing_of_its_session(tmp_path: Path) -> None:
    leader = spawn("family", FAMILY, dict(os.environ), log=tmp_path / "log")
    grandchild = _only_child(leader.pid)
    leader.stop()
    assert not _lives(grandchild)


def test_a_child_that_ignores_the_polite_signal_is_killed(tmp_path: Path) -> None:
    deaf = [
        sys.executable,
        "-c",
        "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('deaf', flush=True); time.sleep(60)",
    ]
    child = spawn("deaf", deaf, {}, log=tmp_path / "log", grace_s=0.3)
    while "deaf" not in child.log_tail():
        time.sleep(0.02)
    child.stop()
    assert child.process.returncode == -signal.SIGKILL


@pytest.mark.skipif(sys.platform != "linux", reason="the kernel's death signal is Linux's")
def test_a_child_dies_with_a_parent_that_was_killed(tmp_path: Path) -> None:
    program = (
        "import sys, time, pathlib; from deploy.local.processes import spawn;"
        f"child = spawn('child', {SLEEP!r}, {{}}, log=pathlib.Path({str(tmp_path / 'log')!r}));"
        "time.sleep(0.5); print(child.pid, flush=True); time.sleep(60)"
    )
    parent = subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True)
    assert parent.stdout
    child = psutil.Process(int(parent.stdout.readline()))
    parent.kill()
    parent.wait()
    parent.stdout.close()
    _, alive = psutil.wait_procs([child], timeout=5)
    assert alive == []


def _only_child(pid: int) -> psutil.Process:
    limit = time.monotonic() + 10
    while time.monotonic() < limit:
        if children := psutil.Process(pid).children():
            return children[0]
        time.sleep(0.02)
    kill_session(pid)
    raise AssertionError("no grandchild appeared")


def _lives(process: psutil.Process) -> bool:
    return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
