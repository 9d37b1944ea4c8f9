"""What a start may leave out because an earlier one did it."""

from pathlib import Path

import pytest

from deploy.local import migrations, topology
from deploy.local.backing import Backing
from deploy.local.keep import Secrets
from deploy.local.settings import Settings


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Whatever the broker was told."""
    seen: list[str] = []
    monkeypatch.setattr(topology, "apply", lambda url, passwords, vhost: seen.append(vhost))
    monkeypatch.setattr(Backing, "management_url", "http://nowhere")
    return seen


def suite_in(var: Path, **given: str) -> tuple[Backing, Secrets]:
    (var / "rabbitmq").mkdir(parents=True, exist_ok=True)
    return Backing(Settings(var=var, prefix=var, **given)), Secrets(var)  # type: ignore[arg-type]


def test_a_private_broker_is_told_once(tmp_path: Path, told: list[str]) -> None:
    backing, secrets = suite_in(tmp_path)
    assert not topology.is_declared(backing, secrets)
    topology.declare(backing, secrets)
    assert told == ["prm"]
    assert topology.is_declared(*suite_in(tmp_path))


def test_it_is_told_again_when_a_contract_asks_for_another_queue(
    tmp_path: Path, told: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    topology.declare(*suite_in(tmp_path))
    grown = topology.Topology({"deals": {"partners": ("partner.activated.v1", "partner.renamed.v1")}, "partners": {}})
    monkeypatch.setattr(topology.Topology, "of", lambda **_: grown)
    assert not topology.is_declared(*suite_in(tmp_path))


def test_it_is_told_again_with_new_passwords(tmp_path: Path, told: list[str]) -> None:
    topology.declare(*suite_in(tmp_path))
    (tmp_path / "secrets.json").unlink()
    assert not topology.is_declared(*suite_in(tmp_path))


def test_a_broker_of_somebody_else_s_is_told_at_every_start(tmp_path: Path, told: list[str]) -> None:
    given = {"amqp_url": "amqp://a:b@broker.example/%2F", "amqp_management_url": "http://a:b@broker.example"}
    topology.declare(*suite_in(tmp_path, **given))
    assert not topology.is_declared(*suite_in(tmp_path, **given))


def test_only_databases_behind_their_newest_revision_cost_a_process(monkeypatch: pytest.MonkeyPatch) -> None:
    at = {"postgresql+psycopg2://one": migrations.newest("services.deals"), "postgresql+psycopg2://two": None}
    started: list[str] = []

    class Done:
        returncode = 0

    def run(command: list[str], *, input: str, **_: object) -> Done:  # noqa: A002
        started.append(input)
        return Done()

    monkeypatch.setattr(migrations, "current", at.get)
    monkeypatch.setattr(migrations.subprocess, "run", run)
    one, two = at
    migrations.migrate_all({"services.deals": one})
    assert started == []
    migrations.migrate_all({"services.deals": one, "gateway": two})
    assert started == [f'{{"gateway": "{two}"}}']


def test_the_newest_revision_is_the_highest_number() -> None:
    assert migrations.newest("gateway") >= "0002"
