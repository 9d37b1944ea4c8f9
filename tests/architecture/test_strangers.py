"""Nobody leans on a stranger: services run alone, models are plain Python, the bus stays at the edge."""

import configparser
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.source import ROOT, SERVICES, imported_modules, python_files, relative

CONFIGURATION = configparser.ConfigParser()
CONFIGURATION.read(ROOT / ".importlinter")
PURE = set(CONFIGURATION["pure"]["libraries"].split())
PLAIN = {"model", "events", "errors"}
STOCK = {
    "nameko.rpc.rpc",
    "nameko.events.event_handler",
    "nameko.messaging.consume",
    "nameko.rpc.RpcProxy",
    "nameko.timer.timer",
}


@pytest.mark.parametrize("service", SERVICES)
def test_a_service_imports_with_only_the_chassis_beside_it(service: str, tmp_path: Path) -> None:
    leave_out = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / "chassis", tmp_path / "chassis", ignore=leave_out)
    shutil.copytree(ROOT / "services" / service, tmp_path / "services" / service, ignore=leave_out)
    shutil.copy(ROOT / "services" / "__init__.py", tmp_path / "services")
    modules = [
        ".".join(path.relative_to(tmp_path).with_suffix("").parts)
        for path in sorted((tmp_path / "services" / service).rglob("*.py"))
        if "migrations" not in path.parts and path.name != "__init__.py"
    ]
    program = "import importlib, sys; [importlib.import_module(name) for name in sys.argv[1:]]"
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", program, *modules], cwd=tmp_path,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(tmp_path)}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-3000:]


def test_models_events_and_errors_need_only_python_itself() -> None:
    strangers = []
    for path in python_files("services"):
        if path.stem not in PLAIN:
            continue
        service = ".".join(path.relative_to(ROOT).parts[:2])
        for module in imported_modules(path):
            root = module.partition(".")[0]
            if root not in sys.stdlib_module_names | PURE and not module.startswith(f"{service}."):
                strangers.append(f"{relative(path)} imports {module}")
    assert strangers == []


def test_no_service_uses_nameko_s_own_entrypoints() -> None:
    """They lose events on errors, and know no deadline, no command id and no refusal of malformed messages."""
    found = [
        f"{relative(path)} imports {module}"
        for path in python_files("services", "gateway")
        for module in imported_modules(path)
        if module in STOCK
    ]
    assert found == []


def test_only_the_chassis_opens_transactions_of_services() -> None:
    found = []
    for path in python_files("services"):
        text = path.read_text(encoding="utf-8")
        if path.stem in {"use_cases", "queries", "entrypoints"} and any(
            word in text for word in (".commit()", ".rollback()")
        ):
            found.append(relative(path))
    assert found == []
