"""A day's business with all five services over HTTP alone, and what their readers have made of it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar
from uuid import uuid4

import psutil
import psycopg2
import requests

from deploy.local.catalogue import SERVICES
from deploy.local.settings import ROOT
from tests.running_suite import RunningSuite, wait_for

Found = TypeVar("Found")
PROCESSES = ("{}", "relay-{}", "worker-{}")


class Business:
    """One thing to be done for each service, by whoever does it, and the pages these people look at."""

    def __init__(self, suite: RunningSuite) -> None:
        status = suite.status()
        self._gateway = status["gateway"]
        self._tokens = {name: account["token"] for name, account in status["accounts"].items()}

    def do(self, service: str) -> requests.Response:
        """The last answer, or the first that was no success."""
        acts: Iterator[requests.Response] = getattr(self, f"_{service}")()
        for answer in acts:
            last = answer
            if not answer.ok:
                break
        return last

    def look(self, who: str, path: str) -> requests.Response:
        return requests.get(self._gateway + path, headers=self._as(who), timeout=30)

    def _partners(self) -> Iterator[requests.Response]:
        email = f"noa@{uuid4().hex[:10]}.example"
        yield self._send("partner_a", "POST", "/people", name="Noa Ferrer", email=email, role="partner_seller")

    def _deals(self) -> Iterator[requests.Response]:
        word = uuid4().hex
        yield self._send(
            "partner_a", "POST", "/deal-registrations",
            customer={"legal_name": f"{word} {word[::-1]}", "country": "ES", "domain": f"{word}.example"},
            contact={"name": "Rosa Vidal", "email": f"rosa@{word}.example"},
            product_line="cloud", amount="900.00", currency="EUR", expected_close_on="2031-03-01",
        )  # fmt: skip

    def _enablement(self) -> Iterator[requests.Response]:
        title = {"en": "Selling gateways", "es": "Vender pasarelas"}
        yield (made := self._send("staff", "POST", "/courses", code=f"c-{uuid4().hex[:8]}", title=title))
        course = made.json()["course_id"]
        body = {"en": "Ask first.", "es": "Pregunta primero."}
        yield self._send("staff", "POST", f"/courses/{course}/lessons", kind="text", title=title, body=body)
        yield self._send("staff", "POST", f"/courses/{course}/publish")
        yield (begun := self._send("partner_a", "POST", "/enrollments", course_id=course))
        enrollment = begun.json()
        lesson = enrollment["lessons"][0]["lesson_id"]
        path = f"/enrollments/{enrollment['enrollment_id']}/lessons/{lesson}/progress"
        yield self._send("partner_a", "POST", path, is_done=True)

    def _content(self) -> Iterator[requests.Response]:
        yield (sent := self._upload(f"A price list of {uuid4()}.".encode(), "prices.txt"))
        review = str((datetime.now(UTC) + timedelta(days=200)).date())
        named = {"title": "Price list", "asset_type": "price_list", "language": "en", "review_on": review}
        yield (made := self._send("staff", "POST", "/assets", **named))
        asset = made.json()["asset_id"]
        yield self._send("staff", "POST", f"/assets/{asset}/versions", upload_id=sent.json()["upload_id"])
        yield self._send("staff", "POST", f"/assets/{asset}/publish")
        yield self._send("partner_a", "POST", f"/assets/{asset}/views")

    def _metrics(self) -> Iterator[requests.Response]:
        yield requests.get(f"{self._gateway}/v1/targets", headers=self._as("staff"), timeout=30)

    def _upload(self, data: bytes, name: str) -> requests.Response:
        headers = self._as("staff") | {"Content-Type": "text/plain", "Prm-Filename": name}
        return requests.post(f"{self._gateway}/v1/uploads?for=content", data=data, headers=headers, timeout=30)

    def _send(self, who: str, method: str, path: str, **body: Any) -> requests.Response:
        headers = self._as(who) | {"Idempotency-Key": uuid4().hex}
        return requests.request(method, f"{self._gateway}/v1{path}", json=body, headers=headers, timeout=30)

    def _as(self, who: str) -> dict[str, str]:
        return {"Authorization": f"Bearer {self._tokens[who]}"}


@contextmanager
def stopped(suite: RunningSuite, service: str) -> Iterator[None]:
    """The whole service stands still: what answers, what publishes and what works in the background."""
    family: list[psutil.Process] = []
    for name in PROCESSES:
        root = psutil.Process(suite.process(name.format(service))["pid"])
        family += [root, *root.children(recursive=True)]
    for process in family:
        process.send_signal(signal.SIGSTOP)
    try:
        yield
    finally:
        for process in reversed(family):
            process.send_signal(signal.SIGCONT)


class Readers:
    """What the services have read of one another, straight from their databases."""

    def __init__(self, suite: RunningSuite) -> None:
        self._suite = suite
        self._databases = suite.status()["databases"]

    def missing(self) -> dict[str, set[str]]:
        """Events that somebody reads and has not applied, or that still wait to be sent; by reader and source."""
        found = {}
        for reader in SERVICES:
            document = ROOT / "services" / reader / "contracts" / "subscriptions.json"
            for source, types in json.loads(document.read_text("utf-8")).items():
                said = self._column(source, "SELECT event_id::text FROM outbox WHERE type = ANY(%s)", (types,))
                read = self._column(reader, "SELECT event_id FROM inbox WHERE source = %s", (f"/prm/{source}",))
                if left := said - read:
                    found[f"{reader} of {source}"] = left
            if waiting := self._column(reader, "SELECT event_id FROM waiting_event"):
                found[f"{reader} waits"] = waiting
        return found

    def told(self) -> int:
        """How many events there are of all services."""
        return sum(len(self._column(owner, "SELECT event_id::text FROM outbox")) for owner in SERVICES)

    def around(self, look: Callable[[], Found], act: Callable[[], None]) -> tuple[Found, Found]:
        """What is there before and after; again where somebody did business meanwhile, as clocks and workers may."""
        for _ in range(3):
            wait_for(lambda: not self.missing(), limit_s=90)
            told, before = self.told(), look()
            act()
            wait_for(lambda: not self.missing(), limit_s=90)
            after = look()
            if self.told() == told:
                break
        return before, after

    def rebuild(self, service: str) -> None:
        """Make anew what is made of events; over once it is in place."""
        earlier = self.replays(service)
        self.send_again(service)
        wait_for(lambda: self.replays(service) - earlier, limit_s=90)

    def send_again(self, service: str) -> None:
        rebuilt = self._suite.prm("rebuild", service)
        assert rebuilt.returncode == 0, rebuilt.stderr

    def replays(self, service: str) -> set[str]:
        """Rebuilds of a service that are over, in all of its queues."""
        return self._column(service, "SELECT replay_id FROM rebuilding GROUP BY 1 HAVING bool_and(is_over)")

    def lists(self) -> set[str]:
        """Every partner's onboarding: moved by everybody's events, but partners' own."""
        rows = "SELECT to_jsonb(kept)::text FROM {} AS kept"
        return self._column("partners", f"{rows.format('onboardings')} UNION ALL {rows.format('onboarding_tasks')}")

    def dump(self, service: str) -> str:
        """Everything the service has made of events, a line a row."""
        command = [sys.executable, "-W", "ignore", "-m", "chassis.dump", f"services.{service}"]
        environment = os.environ | {"DATABASE_URL": self._databases[service]}
        return subprocess.run(
            command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True, timeout=120
        ).stdout

    def _column(self, owner: str, statement: str, parameters: tuple[Any, ...] = ()) -> set[str]:
        connection = psycopg2.connect(self._databases[owner].replace("+psycopg2", ""))
        try:
            with connection.cursor() as cursor:
                cursor.execute(statement, parameters)
                return {str(row[0]) for row in cursor.fetchall()}
        finally:
            connection.close()
