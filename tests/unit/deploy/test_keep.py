"""Ports and secrets: picked once, kept, told to nobody else."""

import socket
import stat
from pathlib import Path

from deploy.local.keep import PORT_RANGE, Ports, Secrets, is_free, read_json


def test_a_port_stays_the_same_from_start_to_start(tmp_path: Path) -> None:
    assert Ports(tmp_path).of("amqp") == Ports(tmp_path).of("amqp")


def test_ports_lie_below_the_ephemeral_range(tmp_path: Path) -> None:
    ports = Ports(tmp_path)
    assert all(ports.of(str(number)) in PORT_RANGE for number in range(20))
    assert PORT_RANGE.stop <= 32768


def test_two_names_never_share_a_port(tmp_path: Path) -> None:
    ports = Ports(tmp_path)
    assert len({ports.of(str(number)) for number in range(50)}) == 50


def test_a_port_that_somebody_took_is_picked_again_and_kept(tmp_path: Path) -> None:
    taken = Ports(tmp_path).of("amqp")
    with socket.socket() as other:
        other.bind(("127.0.0.1", taken))
        other.listen()
        assert not is_free(taken)
        picked = Ports(tmp_path).of("amqp")
    assert picked != taken
    assert Ports(tmp_path).of("amqp") == picked


def test_a_secret_is_made_once_and_readable_by_its_owner_alone(tmp_path: Path) -> None:
    secret = Secrets(tmp_path).of("postgres")
    assert Secrets(tmp_path).of("postgres") == secret
    assert Secrets(tmp_path).of("rabbitmq") != secret
    assert len(secret) >= 32
    assert stat.S_IMODE((tmp_path / "secrets.json").stat().st_mode) == 0o600


def test_two_readers_of_the_secrets_never_lose_each_other_s(tmp_path: Path) -> None:
    one, other = Secrets(tmp_path), Secrets(tmp_path)
    first, second = one.of("first"), other.of("second")
    assert (Secrets(tmp_path).of("first"), Secrets(tmp_path).of("second")) == (first, second)


def test_a_file_that_was_cut_short_reads_as_empty(tmp_path: Path) -> None:
    (tmp_path / "ports.json").write_text('{"amqp": 15')
    assert read_json(tmp_path / "ports.json") == {}
