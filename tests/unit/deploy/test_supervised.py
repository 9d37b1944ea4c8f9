"""A process under supervision comes back, with pauses that grow while it keeps dying."""

import sys
import time
from pathlib import Path

import pytest

from deploy.local import supervised
from deploy.local.processes import Child, Register, spawn
from deploy.local.supervised import LONGEST_PAUSE_S, Supervised

SHORT_LIVED = [sys.executable, "-c", "raise SystemExit(3)"]
LONG_LIVED = [sys.executable, "-c", "import time; time.sleep(60)"]


def _supervised(folder: Path, argv: list[str]) -> Supervised:
    def launch() -> Child:
        return spawn("child", argv, {}, log=folder / "child.log")

    return Supervised("child", launch, lambda: True)


def _end(process: Supervised) -> None:
    assert process.child
    process.child.process.wait(10)


def test_a_dead_process_is_told_of_and_started_again_after_its_pause(tmp_path: Path) -> None:
    register = Register(tmp_path)
    process = _supervised(tmp_path, SHORT_LIVED)
    process.start(register)
    _end(process)
    assert "code 3" in str(process.tend(register))
    assert process.tend(register) is None
    time.sleep(1.1)
    assert process.tend(register) == "started again"
    assert process.restarts == 1
    _end(process)


def test_pauses_double_up_to_a_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(supervised, "FIRST_PAUSE_S", 0.0)
    register = Register(tmp_path)
    process = _supervised(tmp_path, SHORT_LIVED)
    pauses = []
    for _ in range(8):
        process.start(register)
        _end(process)
        process.tend(register)
        pauses.append(process._pause)
    assert pauses == [1, 2, 4, 8, 16, 30, 30, 30]
    assert pauses[-1] == LONGEST_PAUSE_S


def test_a_steady_life_resets_the_pause(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(supervised, "STEADY_AFTER_S", 0.0)
    register = Register(tmp_path)
    process = _supervised(tmp_path, SHORT_LIVED)
    process._pause = 16
    process.start(register)
    _end(process)
    process.tend(register)
    assert process._pause == supervised.FIRST_PAUSE_S


def test_a_dead_process_is_not_healthy_whatever_answers_on_its_port(tmp_path: Path) -> None:
    process = _supervised(tmp_path, SHORT_LIVED)
    process.start(Register(tmp_path))
    _end(process)
    process.probe()
    assert not process.healthy


def test_a_living_process_is_left_alone(tmp_path: Path) -> None:
    process = _supervised(tmp_path, LONG_LIVED)
    child = process.start(Register(tmp_path))
    try:
        assert process.tend(Register(tmp_path)) is None
        process.probe()
        assert process.healthy
    finally:
        child.stop()
