"""What may stand in the repository: no registry's address, no private path, no secret."""

import re
import subprocess

from tests.architecture.source import ROOT

TEXT_LIMIT = 2_000_000
REGISTRY = re.compile(
    r"https?://(registry\.|pypi\.|files\.pythonhosted|[^\s\"']*/simple/)|\"resolved\":", re.IGNORECASE
)
PRIVATE_KEY = re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY-----")


def test_no_file_names_a_package_registry() -> None:
    assert _files_with(REGISTRY) == []


def test_no_file_holds_a_private_key() -> None:
    assert _files_with(PRIVATE_KEY) == []


def test_every_locked_package_is_pinned_by_hash() -> None:
    for lock in ("requirements.lock", "requirements-dev.lock"):
        entries = re.split(r"\n(?=[a-z0-9])", (ROOT / lock).read_text(encoding="utf-8"))
        pinned = [entry for entry in entries if "==" in entry.partition("\n")[0]]
        assert pinned
        assert [entry.partition("\n")[0] for entry in pinned if "--hash=sha256:" not in entry] == []


def _files_with(pattern: re.Pattern[str]) -> list[str]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False).stdout
    found = []
    for name in filter(None, listed.split("\0")):
        path = ROOT / name
        if not path.is_file() or path.stat().st_size > TEXT_LIMIT or name == "tests/architecture/test_repository.py":
            continue
        if pattern.search(path.read_text(encoding="utf-8", errors="ignore")):
            found.append(name)
    return found
