"""A variable that is set but leads nowhere is an error with a remedy, never a silent fallback."""

from pathlib import Path

import pytest

from deploy.local.keep import Ports
from tests.running_suite import RunningSuite

DEAD = {
    "PRM_DATABASE_URL": {"PRM_DATABASE_URL": "postgresql://nobody:nothing@127.0.0.1:{port}/postgres"},
    "PRM_AMQP_URL": {
        "PRM_AMQP_URL": "amqp://nobody:nothing@127.0.0.1:{port}/%2F",
        "PRM_AMQP_MANAGEMENT_URL": "http://nobody:nothing@127.0.0.1:{port}",
    },
    "PRM_AMQP_MANAGEMENT_URL": {"PRM_AMQP_URL": "amqp://nobody:nothing@127.0.0.1:{port}/%2F"},
    "PRM_PG_BIN": {"PRM_PG_BIN": "/nonexistent/bin"},
    "PRM_PORT": {"PRM_PORT": "no-port"},
}


@pytest.mark.parametrize("name", DEAD)
def test_a_dead_variable_stops_the_start_and_names_itself(name: str, tmp_path: Path) -> None:
    port = str(Ports(tmp_path).of("nobody-listens-here"))
    environment = {variable: value.replace("{port}", port) for variable, value in DEAD[name].items()}
    done = RunningSuite(tmp_path, environment=environment).prm("up", "--demo", "none")
    assert done.returncode == 2
    problem, *remedy = done.stderr.strip().splitlines()
    assert name in problem
    assert remedy
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "status.json").exists()


def test_a_port_in_use_is_an_error_when_it_was_asked_for(tmp_path: Path) -> None:
    import socket

    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        done = RunningSuite(tmp_path, environment={"PRM_PORT": str(port)}).prm("up", "--demo", "none")
    assert done.returncode == 2
    assert f"Port {port} is in use" in done.stderr
