"""A forked child finds what a fresh process would find: its own session, log and environment; and it dies with us.

The parent is a process of its own, because the process that forks lives as long as its parent.
"""

import json
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import psutil
import pytest

from deploy.local.forked import Nursery

PARENT = """
import subprocess, sys, time
from pathlib import Path
from deploy.local.forked import Nursery

what, log = sys.argv[1:]
nursery = Nursery(["tests.unit.deploy.forkling"], Path(log).with_name("nursery.log"))
nursery.prepare()
told = ("forkling", "tests.unit.deploy.forkling", [what], {"ONLY": "this"})
fork = lambda: nursery.fork(*told, log=Path(log), grace_s=9)
child = fork()
if what == "many":
    print([other.process.wait(60) for other in [fork() for _ in range(20)]], flush=True)
print(child.pid, flush=True)
if what == "wait":
    try:
        child.process.wait(0.1)
    except subprocess.TimeoutExpired:
        print(child.alive, flush=True)
    time.sleep(60)
print(child.process.wait(60), child.alive, child.process.returncode, flush=True)
nursery.close()
"""


def said(log: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(log.read_text(encoding="utf-8"))
    return found


def run_parent(what: str, folder: Path) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", PARENT, what, str(folder / "log" / "forkling.log")]
    with (folder / "parent").open("w") as output:
        return subprocess.Popen(command, stdout=output, stderr=output, text=True)


def lines(folder: Path, wanted: int) -> list[str]:
    limit = time.monotonic() + 60
    while len(found := (folder / "parent").read_text(encoding="utf-8").splitlines()) < wanted:
        assert time.monotonic() < limit, found
        time.sleep(0.05)
    return found


def lives(process: psutil.Process) -> bool:
    """One that only waits to be reaped does not count."""
    try:
        return bool(process.status() != psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return False


def test_a_child_has_its_own_session_log_and_environment_and_its_end_is_told(tmp_path: Path) -> None:
    parent = run_parent("end", tmp_path)
    assert parent.wait(60) == 0
    pid, ended = lines(tmp_path, 2)
    child = said(tmp_path / "log" / "forkling.log")
    assert (child["pid"], child["session"], child["told"]) == (int(pid), int(pid), ["end"])
    assert child["environment"] == {"ONLY": "this"}
    assert ended == "7 False 7"


def test_a_child_goes_by_the_clock_that_its_own_environment_names(tmp_path: Path) -> None:
    """Its modules were imported before it had an environment."""
    (tmp_path / "clock").write_text(str(-40 * 366 * 86_400))
    environment = {"PRM_TIME_MACHINE": "1", "PRM_CLOCK_FILE": str(tmp_path / "clock")}
    nursery = Nursery(["tests.unit.deploy.forkling"], tmp_path / "nursery.log")
    told = ("forkling", "tests.unit.deploy.forkling", ["end"], environment)
    assert nursery.fork(*told, log=tmp_path / "forkling.log", grace_s=9).process.wait(60) == 7
    nursery.close()
    assert said(tmp_path / "forkling.log")["year"] < 2000


def test_every_end_is_told_however_soon_it_comes(tmp_path: Path) -> None:
    parent = run_parent("many", tmp_path)
    assert parent.wait(60) == 0
    assert lines(tmp_path, 3)[0] == str([7] * 20)


def test_a_child_of_a_nursery_that_was_lost_counts_as_ended_and_the_next_has_another(tmp_path: Path) -> None:
    nursery = Nursery(["tests.unit.deploy.forkling"], tmp_path / "nursery.log")
    children = []
    for _ in range(2):
        told = ("forkling", "tests.unit.deploy.forkling", ["wait"], {})
        children.append(nursery.fork(*told, log=tmp_path / "forkling.log", grace_s=9))
        assert children[-1].alive
        psutil.Process(children[-1].pid).parent().kill()
        assert children[-1].process.wait(60) == 255
    assert not any(child.alive for child in children)
    nursery.close()


@pytest.mark.timeout(60)
def test_a_nursery_that_stands_still_does_not_hold_up_the_end(tmp_path: Path) -> None:
    nursery = Nursery(["tests.unit.deploy.forkling"], tmp_path / "nursery.log")
    told = ("forkling", "tests.unit.deploy.forkling", ["wait"], {})
    child = nursery.fork(*told, log=tmp_path / "forkling.log", grace_s=9)
    parent = psutil.Process(child.pid).parent()
    parent.suspend()
    nursery.close()
    assert not lives(parent)


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the sweep of the next start ends what was left")
def test_a_child_dies_with_a_parent_that_was_killed(tmp_path: Path) -> None:
    parent = run_parent("wait", tmp_path)
    pid, alive = lines(tmp_path, 2)
    assert alive == "True"
    child = psutil.Process(int(pid))
    parent.send_signal(signal.SIGKILL)
    parent.wait()
    limit = time.monotonic() + 60
    while lives(child):
        assert time.monotonic() < limit, child
        time.sleep(0.05)
