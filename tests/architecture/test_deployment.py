"""The containers run the processes of `./prm up` with the same rights; each image holds its own service only."""

import json
import os
import re
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from chassis.least_privilege import users_of
from deploy.local.catalogue import BROKER_USERS, OWNERS, SERVICES, Program, programs
from tests.architecture.source import ROOT
from tests.architecture.source import SERVICES as FOLDERS

BIN = Path(sys.executable).parent
DOCKERFILE = ROOT / "deploy" / "images" / "Dockerfile"


@cache
def compose() -> dict[str, Any]:
    """The file as Docker Compose itself understands it."""
    command = [str(BIN / "docker-compose"), "config", "--format", "json"]
    environment = {"PATH": os.environ["PATH"], "HOME": "/nonexistent"}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    read: dict[str, Any] = json.loads(done.stdout)["services"]
    return read


def test_hadolint_accepts_the_image_recipe() -> None:
    done = subprocess.run(
        [str(BIN / "hadolint"), "--no-color", str(DOCKERFILE)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout


def test_every_service_folder_is_deployed() -> None:
    assert sorted(SERVICES) == FOLDERS


@pytest.mark.parametrize("program", programs(), ids=lambda program: program.name)
def test_a_process_has_its_own_database_role_and_broker_user(program: Program) -> None:
    environment = compose()[program.name]["environment"]
    assert f"//prm_{program.owner}:" in environment["DATABASE_URL"]
    assert environment["DATABASE_URL"].endswith(f"/prm_{program.owner}")
    assert environment["AMQP_URL"].startswith(f"amqp://{program.broker_user}:")
    assert ("AMQP_MANAGEMENT_URL" in environment) == program.manages
    assert ("PRM_SECRET_KEY" in environment) == (program.owner == "gateway")


@pytest.mark.parametrize("program", programs(), ids=lambda program: program.name)
def test_whoever_writes_or_hands_out_bytes_shares_one_folder_for_them(program: Program) -> None:
    service = compose()[program.name]
    mounted = [(volume["source"], volume["target"]) for volume in service.get("volumes", ())]
    keeps_bytes = program.owner not in {"partners", "deals"}
    assert mounted == ([("blobs", "/var/lib/prm/blobs")] if keeps_bytes else [])
    assert service["environment"].get("PRM_BLOBS") == ("file:///var/lib/prm/blobs" if keeps_bytes else None)


@pytest.mark.parametrize("program", programs(), ids=lambda program: program.name)
def test_a_process_runs_without_rights_it_does_not_need(program: Program) -> None:
    service = compose()[program.name]
    assert service["read_only"]
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]


@pytest.mark.parametrize("program", programs(), ids=lambda program: program.name)
def test_a_process_waits_for_its_migrations_and_for_the_topology(program: Program) -> None:
    waits = compose()[program.name]["depends_on"]
    for name in ("prepare", f"migrate-{program.owner}"):
        assert waits[name]["condition"] == "service_completed_successfully"


def test_only_the_gateway_is_published_and_on_loopback_alone() -> None:
    published = {name: service["ports"] for name, service in compose().items() if service.get("ports")}
    assert list(published) == ["gateway"]
    assert [port["host_ip"] for port in published["gateway"]] == ["127.0.0.1"]


def test_images_do_not_run_as_root() -> None:
    stages = re.split(r"(?m)^FROM ", DOCKERFILE.read_text(encoding="utf-8"))
    runtime = next(stage for stage in stages if " AS runtime" in stage.splitlines()[0])
    assert "\nUSER 10001" in runtime
    assert all("USER 0" not in stage and "USER root" not in stage for stage in stages)


def test_the_service_image_copies_its_own_service_and_no_other() -> None:
    stages = re.split(r"(?m)^FROM ", DOCKERFILE.read_text(encoding="utf-8"))
    service = next(stage for stage in stages if stage.startswith("runtime AS service"))
    copied = {line.split()[1] for line in service.splitlines() if line.startswith("COPY")}
    assert copied == {"services/__init__.py", "services/${SERVICE}"}


def test_the_gateway_s_image_holds_the_contracts_of_every_service() -> None:
    stages = re.split(r"(?m)^FROM ", DOCKERFILE.read_text(encoding="utf-8"))
    gateway = next(stage for stage in stages if stage.startswith("runtime AS gateway"))
    copied = {line.split()[1] for line in gateway.splitlines() if line.startswith("COPY")}
    assert copied == {"gateway", *(f"services/{service}/contracts" for service in SERVICES)}


def test_preparing_knows_a_password_for_every_owner() -> None:
    given = {name for name in compose()["prepare"]["environment"] if name.startswith("PASSWORD_")}
    assert given == {f"PASSWORD_{owner.upper()}" for owner in (*OWNERS, "outbound")}


def test_the_demo_waits_for_every_service() -> None:
    assert set(compose()["demo"]["depends_on"]) == {*OWNERS, "outbound"}


def test_the_users_of_the_topology_are_the_users_we_keep_passwords_for() -> None:
    assert {user.name for user in users_of(tuple(FOLDERS))} == set(BROKER_USERS)
