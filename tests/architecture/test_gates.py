"""The gates that read the source as a whole: each must find nothing."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.source import ROOT

BIN = Path(sys.executable).parent
GATES = {
    "ruff": ["ruff", "check", "--quiet", "."],
    "mypy": ["mypy"],
    "import-linter": ["lint-imports", "--no-cache"],
    "bandit": [
        "bandit",
        "--quiet",
        "--severity-level",
        "high",
        "--recursive",
        "chassis",
        "services",
        "gateway",
        "deploy",
    ],
}


@pytest.mark.parametrize("gate", GATES)
def test_gate_finds_nothing(gate: str) -> None:
    program, *arguments = GATES[gate]
    environment = os.environ | {"NO_COLOR": "1", "PYTHONWARNINGS": ""}
    command = [str(BIN / program), *arguments]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]
