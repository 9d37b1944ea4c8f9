"""The gateway's figures: what is counted, under which few labels, and that two workers add up to one page."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import requests
from flask.testing import FlaskClient
from prometheus_client import REGISTRY
from prometheus_client.parser import text_string_to_metric_families

from gateway.breaker import Breaker
from tests.gateway.people import People

ROOT = Path(__file__).parents[2]


def value(name: str, **labels: str) -> float:
    return REGISTRY.get_sample_value(name, labels) or 0.0


def test_a_request_is_counted_under_its_operation_and_status(people: People) -> None:
    before = value("prm_gateway_requests_total", operation="list_tokens", status="200")
    people.sign_in("auditor").get("/tokens")
    assert value("prm_gateway_requests_total", operation="list_tokens", status="200") == before + 1
    assert value("prm_gateway_request_seconds_count", operation="list_tokens") >= 1


def test_a_made_up_address_makes_no_label_of_its_own(client: FlaskClient) -> None:
    before = value("prm_gateway_requests_total", operation="unknown", status="404")
    for n in range(3):
        client.get(f"/v1/made-up-{n}")
    assert value("prm_gateway_requests_total", operation="unknown", status="404") == before + 3


def test_a_refused_sign_in_is_counted(client: FlaskClient) -> None:
    before = value("prm_gateway_sign_in_failures_total", reason="credentials_wrong")
    client.post("/v1/sessions", json={"email": "nobody@people.example", "password": "wrong horse battery"})
    assert value("prm_gateway_sign_in_failures_total", reason="credentials_wrong") == before + 1


def test_a_breaker_tells_when_it_trips_and_when_the_service_is_back() -> None:
    told: list[float] = []
    breaker = Breaker(trips_at=2, tell=told.append)
    for _ in range(3):
        breaker.stayed_silent()
    breaker.answered()
    breaker.answered()
    assert told == [1, 0]


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@pytest.fixture
def served(service_database: Callable[[str], str], tmp_path: Path) -> Iterator[tuple[str, str]]:
    """A gateway with two workers: its address, and its page's. Figures of an earlier start lie in the folder."""
    port, page, folder = free_port(), free_port(), tmp_path / "metrics"
    folder.mkdir()
    (folder / "counter_1.db").write_bytes(b"left behind")
    environment = os.environ | {
        "DATABASE_URL": service_database("gateway"),
        "AMQP_URL": "amqp://nobody:nothing@127.0.0.1:1/none",
        "PRM_SECRET_KEY": "a key for tests that nobody else has",
        "TELEMETRY_PORT": str(page),
        "PROMETHEUS_MULTIPROC_DIR": str(folder),
    }
    command = [sys.executable, "-m", "gunicorn", "--worker-class", "gthread", "--workers", "2", "--threads", "2"]
    command += ["--no-control-socket", "--config", "gateway/serving.py", "--bind", f"127.0.0.1:{port}"]
    with (tmp_path / "log").open("w") as log:
        process = subprocess.Popen(
            [*command, "gateway:create_app()"], cwd=ROOT, env=environment, stdout=log, stderr=log
        )
    try:
        wait_for(f"http://127.0.0.1:{port}/livez", process)
        yield f"http://127.0.0.1:{port}", f"http://127.0.0.1:{page}"
    finally:
        process.terminate()
        process.wait(30)


def wait_for(address: str, process: subprocess.Popen[bytes]) -> None:
    ends = time.monotonic() + 90
    while time.monotonic() < ends and process.poll() is None:
        try:
            if requests.get(address, timeout=2).ok:
                return
        except requests.RequestException:
            time.sleep(0.2)
    raise AssertionError(f"{address} does not answer")


def test_the_masters_page_adds_up_what_both_workers_counted(served: tuple[str, str]) -> None:
    address, page = served
    for _ in range(24):
        assert requests.get(f"{address}/v1/tokens", timeout=5).status_code == 401
    text = requests.get(f"{page}/metrics", timeout=5).text
    samples = [sample for family in text_string_to_metric_families(text) for sample in family.samples]
    counted = [sample.value for sample in samples if sample.name == "prm_gateway_requests_total"]
    assert sum(counted) == 24
    assert requests.get(f"{page}/readyz", timeout=5).json() == {"workers": True}
