"""Each rule of .importlinter is broken on purpose in a copy, and must be the one that is reported."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.source import ROOT

LINTER = Path(sys.executable).parent / "lint-imports"
OFFENCES = {
    "Services are independent of each other": ("services/deals/errors.py", "import services.partners.errors"),
    "The chassis is mechanism": ("chassis/clock.py", "import services.deals.errors"),
    "Services and gateway reach each other by messages": ("gateway/errors.py", "import services.deals.errors"),
    "Nothing that runs knows how it is deployed": ("gateway/errors.py", "import deploy.local.errors"),
    "Inside a capability everything points inwards": ("services/deals/registrations/utils.py", ""),
    "Only entrypoints, service.py and the chassis know the bus": (
        "services/deals/registrations/queries.py",
        "import nameko",
    ),
    "Models and events know no framework": ("services/deals/registrations/model.py", "import sqlalchemy"),
}


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    pristine = tmp_path_factory.mktemp("copy")
    for package in ("chassis", "services", "gateway", "deploy"):
        shutil.copytree(
            ROOT / package, pristine / package, ignore=shutil.ignore_patterns("__pycache__", "node_modules", "static")
        )
    shutil.copy(ROOT / ".importlinter", pristine)
    return pristine


@pytest.mark.parametrize("rule", OFFENCES)
def test_a_broken_rule_is_reported(rule: str, copy: Path) -> None:
    name, line = OFFENCES[rule]
    file = copy / name
    before = file.read_text(encoding="utf-8") if file.exists() else None
    file.write_text(f"{before or ''}\n{line}\n", encoding="utf-8")
    try:
        done = subprocess.run(
            [str(LINTER), "--no-cache"], cwd=copy, env=os.environ | {"PYTHONPATH": str(copy), "NO_COLOR": "1"},
            capture_output=True, text=True, check=False,
        )  # fmt: skip
    finally:
        if before is None:
            file.unlink()
        else:
            file.write_text(before, encoding="utf-8")
    broken = [text for text in done.stdout.splitlines() if text.endswith("BROKEN")]
    assert [text for text in broken if text.startswith(rule)], done.stdout[-3000:]
