"""Services are shaped alike, files and functions stay small, and nothing is called utils."""

import ast
from pathlib import Path

import pytest

from chassis.service_class import load_service, name_of
from tests.architecture.source import ROOT, SERVICES, python_files, relative, tree

LONGEST_FILE = 400
LONGEST_FUNCTION = 60
MEANINGLESS = {"utils", "util", "helpers", "helper", "common", "base", "misc", "shared"}
CAPABILITY_FILES = {
    "__init__", "entrypoints", "schemas", "use_cases", "queries", "model", "events", "tables", "jobs",
}  # fmt: skip
SERVICE_FILES = {"__init__", "service", "settings", "errors"}
SERVICE_FOLDERS = {"contracts", "migrations"}


@pytest.mark.parametrize("service", SERVICES)
def test_a_service_holds_its_own_files_and_capabilities_only(service: str) -> None:
    folder = ROOT / "services" / service
    files = {path.stem for path in folder.glob("*.py")}
    assert files <= SERVICE_FILES, f"a service's root holds {sorted(SERVICE_FILES)} and capabilities"
    assert {"__init__", "service"} <= files
    assert all((folder / name).is_dir() for name in SERVICE_FOLDERS)
    assert (folder / "README.md").exists()


@pytest.mark.parametrize("service", SERVICES)
def test_a_capability_has_the_files_of_every_capability(service: str) -> None:
    for capability in _capabilities(service):
        strangers = {path.stem for path in capability.glob("*.py")} - CAPABILITY_FILES
        assert not strangers, f"{relative(capability)} may not add {sorted(strangers)}"
        assert not [path for path in capability.iterdir() if path.is_dir() and list(path.glob("*.py"))]


@pytest.mark.parametrize("service", SERVICES)
def test_a_service_is_named_after_its_folder(service: str) -> None:
    """Relays, queues, databases and images are named so without loading the service."""
    assert name_of(load_service(f"services.{service}")) == service


@pytest.mark.parametrize("package", [*(f"services/{service}" for service in SERVICES), "gateway"])
def test_migrations_are_one_line_numbered_by_their_files(package: str) -> None:
    """A start compares the newest file's number with what the database says."""
    files = sorted((ROOT / package / "migrations" / "versions").glob("*.py"))
    before = None
    for number, path in enumerate((found for found in files if found.stem != "__init__"), start=1):
        values = {
            node.targets[0].id: ast.literal_eval(node.value)
            for node in tree(path).body
            if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name)
            if node.targets[0].id in {"revision", "down_revision"}
        }
        assert path.name.startswith(f"{number:04d}_")
        assert values == {"revision": f"{number:04d}", "down_revision": before}
        before = values["revision"]


def test_no_file_is_longer_than_400_lines() -> None:
    lengths = {relative(path): len(path.read_text(encoding="utf-8").splitlines()) for path in python_files()}
    assert {name: length for name, length in lengths.items() if length > LONGEST_FILE} == {}


def test_no_function_is_longer_than_60_lines() -> None:
    found = {}
    for path in python_files():
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and not _is_migration(path):
                length = (node.end_lineno or node.lineno) - node.lineno + 1
                if length > LONGEST_FUNCTION:
                    found[f"{relative(path)}:{node.name}"] = length
    assert found == {}


def test_no_module_has_a_name_that_says_nothing() -> None:
    assert [relative(path) for path in python_files() if path.stem in MEANINGLESS] == []


def test_every_module_says_what_it_owns() -> None:
    silent = [relative(path) for path in python_files() if not ast.get_docstring(tree(path)) and _has_code(path)]
    assert silent == []


def test_no_work_is_left_for_later_in_a_comment() -> None:
    marks = ("TODO", "FIXME", "XXX", "HACK")
    found = []
    for path in python_files("chassis", "services", "gateway", "deploy"):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
            if any(f"# {mark}" in line for mark in marks):
                found.append(f"{relative(path)}:{number}")
    assert found == []


def _capabilities(service: str) -> list[Path]:
    folder = ROOT / "services" / service
    return [
        path for path in folder.iterdir()
        if path.is_dir() and path.name not in SERVICE_FOLDERS and (path / "__init__.py").exists()
    ]  # fmt: skip


def _has_code(path: Path) -> bool:
    return bool(tree(path).body)


def _is_migration(path: Path) -> bool:
    return "migrations" in path.parts
