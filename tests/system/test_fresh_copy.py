"""The first promise of the README: a fresh clone, an empty home, one command."""

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from deploy.local.settings import ROOT
from tests.system.scenario import Vendor

START_LIMIT_S = 600


@pytest.fixture
def fresh_copy(tmp_path: Path) -> Iterator[Path]:
    copy = tmp_path / "clone"
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    for name in filter(None, listed.split("\0")):
        if (ROOT / name).is_file():
            (copy / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, copy / name)
    tmp_path.chmod(0o755)
    yield copy
    _prm(copy, "down")


@pytest.mark.timeout(START_LIMIT_S + 60)
def test_one_command_on_a_fresh_clone_gives_a_working_suite(fresh_copy: Path) -> None:
    said = _prm(fresh_copy, "up", "--detach", "--demo", "none")
    assert "The suite is up" in said
    status = json.loads(_prm(fresh_copy, "status", "--json"))
    assert all(process["healthy"] for process in status["processes"])
    assert f"{status['gateway']}/" in said
    assert status["accounts"]["partner_a"]["password"] in said
    vendor = Vendor(status)
    partner = vendor.join("Recién Llegados")
    assert partner.get("/v1/deal-registrations")["items"] == []
    vendor.anybody.close()


def _prm(copy: Path, *arguments: str) -> str:
    """As somebody types it: nothing of ours in the environment, and a home with nothing in it."""
    home = copy.parent / "home"
    home.mkdir(exist_ok=True)
    output = copy.parent / "output"
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PRM_")} | {
        "HOME": str(home)
    }
    with output.open("w") as file:
        subprocess.run(
            ["./prm", *arguments], cwd=copy, env=environment, stdin=subprocess.DEVNULL, stdout=file,
            stderr=subprocess.STDOUT, timeout=START_LIMIT_S, check=False,
        )  # fmt: skip
    return output.read_text()
