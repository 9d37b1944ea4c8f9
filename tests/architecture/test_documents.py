"""What a stranger reads must be whole: each variable that the code asks for stands in the handbook of operations."""

import re

from tests.architecture.source import ROOT, python_files

VARIABLE = re.compile(r'"(PRM_[A-Z_]*[A-Z])"')


def test_every_variable_of_the_code_is_described() -> None:
    handbook = set(re.findall(r"PRM_[A-Z_]*[A-Z]", (ROOT / "docs/operations.md").read_text(encoding="utf-8")))
    asked_for = {
        name
        for path in python_files("chassis", "services", "gateway", "deploy")
        for name in VARIABLE.findall(path.read_text(encoding="utf-8"))
    }
    assert len(asked_for) > 20
    assert asked_for - handbook == set()
