"""A part of the running suite dies or freezes: what was promised still happens, the rest works, nothing is lost."""

import os
import signal
import time
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any
from uuid import uuid4

import psutil
import pytest
import requests

from tests.running_suite import RunningSuite, wait_for

REGISTRATIONS = 200
ANSWER_LIMIT_S = 6.0  # 5 s are promised; the rest is for the machine the test runs on.


class Registrar:
    """Partner A's own system: registers deals and tries again under the same key until it has an answer."""

    def __init__(self, suite: RunningSuite) -> None:
        status = suite.status()
        self.gateway = status["gateway"]
        self._token = status["accounts"]["partner_a"]["token"]
        self._staff = status["accounts"]["staff"]["token"]

    def attempt(self, key: str) -> requests.Response:
        word = uuid4().hex if key == "" else key.replace("-", "")
        body = {
            "customer": {"legal_name": f"{word} {word[::-1]}", "country": "ES", "domain": f"{word}.example"},
            "contact": {"name": "Rosa Vidal", "email": f"rosa@{word}.example"},
            "product_line": "cloud",
            "amount": "100.00",
            "currency": "EUR",
            "expected_close_on": "2030-03-01",
        }
        headers = {"Authorization": f"Bearer {self._token}", "Idempotency-Key": key or word}
        return requests.post(f"{self.gateway}/v1/deal-registrations", json=body, headers=headers, timeout=30)

    def insist(self, key: str) -> set[str]:
        """Every id this key was ever answered with."""
        ids: set[str] = set()
        for _ in range(120):
            try:
                answer = self.attempt(key)
            except requests.ConnectionError:
                time.sleep(0.5)
                continue
            if answer.status_code == 201:
                ids.add(answer.json()["deal_registration_id"])
                return ids
            assert answer.status_code in (409, 429, 503), answer.text
            time.sleep(min(2.0, float(answer.headers.get("Retry-After", 1))))
        raise AssertionError(f"{key} was never registered")

    def submitted(self, deal_registration_id: str) -> list[dict[str, Any]]:
        headers = {"Authorization": f"Bearer {self._staff}"}
        query = {"subject": f"deal_registration/{deal_registration_id}"}
        events: list[dict[str, Any]] = requests.get(
            f"{self.gateway}/v1/events", params=query, headers=headers, timeout=30
        ).json()
        return [event for event in events if event["type"] == "deal_registration.submitted.v1"]


@contextmanager
def frozen(suite: RunningSuite, name: str) -> Iterator[None]:
    """The process and all it started stand still: the connection is open and nobody answers."""
    root = psutil.Process(suite.process(name)["pid"])
    family = [root, *root.children(recursive=True)]
    for process in family:
        process.send_signal(signal.SIGSTOP)
    try:
        yield
    finally:
        for process in reversed(family):
            process.send_signal(signal.SIGCONT)


@pytest.fixture
def registrar(suite: RunningSuite) -> Registrar:
    """Everything answers before a part is taken away, each of the gateway's workers on a connection of its own."""
    suite.wait_healthy()
    found = Registrar(suite)
    wait_for(lambda: all(found.attempt("").status_code == 201 for _ in range(8)), limit_s=60)
    return found


def timed(registrar: Registrar) -> tuple[requests.Response, float]:
    started = time.monotonic()
    return registrar.attempt(""), time.monotonic() - started


def test_no_registration_is_lost_or_doubled_while_deals_is_killed(suite: RunningSuite, registrar: Registrar) -> None:
    run = uuid4().hex[:6]
    with ThreadPoolExecutor(16) as pool:
        futures: list[Future[set[str]]] = [
            pool.submit(registrar.insist, f"{run}-{n}-{uuid4().hex[:6]}") for n in range(REGISTRATIONS)
        ]
        for _ in range(2):
            time.sleep(1.5)
            os.kill(suite.process("deals")["pid"], signal.SIGKILL)
            suite.wait_healthy()
        answers = [future.result() for future in futures]
    ids = set().union(*answers)
    assert len(ids) == REGISTRATIONS
    wait_for(lambda: all(registrar.submitted(one) for one in list(ids)[-5:]), limit_s=60)
    counts = {one: len(registrar.submitted(one)) for one in ids}
    assert {one: count for one, count in counts.items() if count != 1} == {}


def test_registering_works_while_partners_is_silent(suite: RunningSuite, registrar: Registrar) -> None:
    with frozen(suite, "partners"):
        answer, _ = timed(registrar)
    assert answer.status_code == 201, answer.text


def test_a_silent_deals_service_is_said_in_time_and_the_log_still_reads(
    suite: RunningSuite, registrar: Registrar
) -> None:
    staff = {"Authorization": f"Bearer {suite.status()['accounts']['staff']['token']}"}
    with frozen(suite, "deals"):
        answer, took = timed(registrar)
        log = requests.get(f"{registrar.gateway}/v1/events?limit=1", headers=staff, timeout=10)
        partners = requests.get(f"{registrar.gateway}/v1/partners", headers=staff, timeout=10)
    assert (answer.status_code, bool(answer.headers["Retry-After"])) == (503, True)
    assert took < ANSWER_LIMIT_S
    assert (log.status_code, partners.status_code) == (200, 200)
    wait_for(lambda: registrar.attempt("").status_code == 201, limit_s=60)


def test_a_silent_broker_is_said_in_time_and_nothing_is_lost_after(suite: RunningSuite, registrar: Registrar) -> None:
    key = uuid4().hex
    with frozen(suite, "rabbitmq"):
        answers = [timed(registrar) for _ in range(3)]
        kept = registrar.attempt(key)
        page = requests.get(f"{registrar.gateway}/sign-in", timeout=10)
    assert [(answer.status_code, took < ANSWER_LIMIT_S) for answer, took in answers] == [(503, True)] * 3
    assert kept.headers["Retry-After"]
    assert page.status_code == 200
    (registered,) = registrar.insist(key)
    wait_for(lambda: len(registrar.submitted(registered)) == 1, limit_s=60)
    suite.wait_healthy()
