"""The policy file fits the operations, or the gateway does not start."""

from pathlib import Path

import pytest

from gateway.api.operations import TABLE
from gateway.identity import policies
from gateway.identity.policies import FILE, PolicyError

NAMES = [operation.name for operation in TABLE]


@pytest.fixture
def written(tmp_path: Path) -> Path:
    return tmp_path / "policies.yaml"


def test_an_operation_without_a_policy_stops_the_start(written: Path) -> None:
    written.write_text(
        "".join(line for line in FILE.read_text().splitlines(keepends=True) if not line.startswith("register_deal:"))
    )
    with pytest.raises(PolicyError, match="operations without a policy: register_deal"):
        policies.load(NAMES, written)


def test_no_operation_may_be_without_a_policy() -> None:
    grants = policies.load(NAMES).grants
    for name in NAMES:
        with pytest.raises(PolicyError, match=name):
            policies.checked(NAMES, {other: granted for other, granted in grants.items() if other != name})


def test_a_policy_for_no_operation_stops_the_start(written: Path) -> None:
    written.write_text(FILE.read_text() + "\nlaunch_rocket: {auditor: all}\n")
    with pytest.raises(PolicyError, match="launch_rocket"):
        policies.load(NAMES, written)


@pytest.mark.parametrize("granted", ["{partner_boss: own}", "{auditor: everything}", "{}"])
def test_an_unknown_role_or_scope_stops_the_start(written: Path, granted: str) -> None:
    written.write_text(f"register_deal: {granted}\n")
    with pytest.raises(PolicyError, match="register_deal"):
        policies.load(["register_deal"], written)


def test_the_widest_scope_of_several_roles_counts(written: Path) -> None:
    written.write_text("register_deal: {partner_seller: own, partner_admin: company}\n")
    loaded = policies.load(["register_deal"], written)
    assert loaded.scope("register_deal", ["partner_seller", "partner_admin"]) == "company"
    assert loaded.scope("register_deal", ["auditor"]) is None
