"""What `./prm` promises about processes: they come back, they leave nothing behind, and a second start is told so."""

import os
import signal
import time
from collections.abc import Iterator

import psutil
import pytest

from deploy.local.throwaway import TestRun
from tests.running_suite import RunningSuite, wait_for

APPLICATION = ("gateway", "outbound", "partners", "deals", "relay-deals", "worker-deals")


@pytest.fixture(scope="module")
def own_suite(test_run: TestRun) -> Iterator[RunningSuite]:
    """A suite of its own: these tests kill its supervisor."""
    folder = test_run.folder / "mortal"
    folder.mkdir()
    running = RunningSuite(folder, environment={"PRM_THROWAWAY": "1"})
    running.start()
    yield running
    running.stop()


@pytest.mark.parametrize("name", APPLICATION)
def test_a_killed_process_comes_back(own_suite: RunningSuite, name: str) -> None:
    before = own_suite.process(name)
    own_suite.kill(name)
    wait_for(lambda: own_suite.process(name)["restarts"] == before["restarts"] + 1, limit_s=30)
    own_suite.wait_healthy()
    assert own_suite.process(name)["pid"] != before["pid"]


def test_what_dies_with_the_fork_server_comes_back_from_another_one(own_suite: RunningSuite) -> None:
    before = own_suite.process("relay-deals")
    fork_server = psutil.Process(before["pid"]).ppid()
    assert fork_server != own_suite.process("supervisor")["pid"]
    os.kill(fork_server, signal.SIGKILL)
    wait_for(lambda: own_suite.process("relay-deals")["restarts"] == before["restarts"] + 1, limit_s=60)
    own_suite.wait_healthy()
    assert psutil.Process(own_suite.process("relay-deals")["pid"]).ppid() != fork_server


@pytest.mark.parametrize("name", ["postgres", "rabbitmq"])
def test_a_killed_server_comes_back_where_it_was(own_suite: RunningSuite, name: str) -> None:
    before = own_suite.status()
    own_suite.kill(name)
    wait_for(lambda: own_suite.process(name)["restarts"] >= 1, limit_s=30)
    own_suite.wait_healthy()
    after = own_suite.status()
    assert (after["amqp"], after["databases"]) == (before["amqp"], before["databases"])


def test_a_second_start_says_that_the_suite_runs(own_suite: RunningSuite) -> None:
    before = own_suite.process("supervisor")["pid"]
    said = own_suite.start()
    assert "already running" in said
    assert own_suite.gateway in said
    assert own_suite.process("supervisor")["pid"] == before


def test_nothing_survives_a_killed_supervisor_once_the_suite_starts_again(own_suite: RunningSuite) -> None:
    old = [psutil.Process(process["pid"]) for process in own_suite.status()["processes"]]
    address = own_suite.gateway
    os.kill(own_suite.process("supervisor")["pid"], signal.SIGKILL)
    assert own_suite.status() == {}
    own_suite.start()
    _, alive = psutil.wait_procs(old, timeout=0)
    assert alive == []
    assert own_suite.gateway == address


def test_down_leaves_no_process(own_suite: RunningSuite) -> None:
    old = [psutil.Process(process["pid"]) for process in own_suite.status()["processes"]]
    own_suite.stop()
    _, alive = psutil.wait_procs(old, timeout=5)
    assert alive == []
    assert own_suite.prm("status").returncode == 3
    started = time.monotonic()
    own_suite.start()
    print(f"warm start: {time.monotonic() - started:.1f} s")
