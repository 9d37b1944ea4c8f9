"""Runs the bakery as real processes on a private broker and two private databases, and lets a test break it."""

import json
import os
import subprocess
import sys
import time
import urllib.request
import uuid
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlsplit, urlunsplit

import pika
from sqlalchemy import Engine, create_engine, text

from chassis import topology
from chassis.context import Principal
from chassis.management import Management
from deploy.local.throwaway import Broker, DatabaseServer

ROOT = Path(__file__).parents[2]
SERVICES = Path(__file__).parent / "services"
PACKAGE = "tests.bakery.services"
Found = TypeVar("Found")
GATEWAY = Principal(actor="person:baker", roles=("baker",), scope="all").to_header()


def wait_for(look: Callable[[], Found], seconds: float = 60, every: float = 0.05) -> Found:
    """The first truthy answer, or the last falsy one with an assertion."""
    until = time.monotonic() + seconds
    while not (found := look()):
        assert time.monotonic() < until, f"nothing after {seconds} s: {look}"
        time.sleep(every)
    return found


@dataclass
class Process:
    """One process of the bakery and how to start it again."""

    name: str
    module: str
    service: str
    environment: dict[str, str]
    log: Path
    control: tuple[str, ...] = ()
    popen: subprocess.Popen[bytes] | None = None
    port: int = 0

    def start(self, wait: bool = True, **extra: str) -> None:
        self.port = free_port()
        environment = {**os.environ, **self.environment, "TELEMETRY_PORT": str(self.port), **extra}
        command = [sys.executable, "-W", "ignore", "-m", *self.control, self.module, f"{PACKAGE}.{self.service}"]
        with self.log.open("ab") as log:
            self.popen = subprocess.Popen(
                command, cwd=ROOT, env=environment, stdout=log, stderr=log, start_new_session=True
            )
        if wait:
            wait_for(self.ready)

    def ready(self) -> bool:
        assert self.running, self.log.read_text()[-3000:]
        return self.answers("/readyz")

    def answers(self, page: str) -> bool:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{page}", timeout=2) as answer:
                return answer.status == 200
        except OSError:
            return False

    @property
    def running(self) -> bool:
        return self.popen is not None and self.popen.poll() is None

    def kill(self) -> None:
        if self.popen:
            self.popen.kill()
            self.popen.wait()

    def stop(self, seconds: float = 30) -> int:
        assert self.popen
        self.popen.terminate()
        return self.popen.wait(seconds)

    def exit_code(self, seconds: float = 20) -> int:
        assert self.popen
        return self.popen.wait(seconds)


def free_port() -> int:
    import socket

    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@dataclass
class Bakery:
    """Two services, a relay, a broker's vhost and two databases."""

    broker: Broker
    databases: dict[str, str]
    folder: Path
    vhost: str = "bakery"
    processes: dict[str, Process] = field(default_factory=dict)
    engines: dict[str, Engine] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.engines = {name: create_engine(url, pool_pre_ping=True) for name, url in self.databases.items()}
        for name, module, service in (
            ("oven", "chassis.run", "oven"),
            ("shop", "chassis.run", "shop"),
            ("relay-oven", "chassis.relay", "oven"),
            ("worker-oven", "chassis.worker", "oven"),
        ):
            environment = {"DATABASE_URL": self.databases[service], "AMQP_URL": self.url(name.replace("worker-", ""))}
            self.processes[name] = Process(name, module, service, environment, self.folder / f"{name}.log")

    def url(self, user: str) -> str:
        return in_vhost(self.broker.amqp_url_for(user), self.vhost)

    @property
    def admin_url(self) -> str:
        return in_vhost(self.broker.amqp_url, self.vhost)

    def declare(self) -> None:
        users = ("oven", "shop", "relay-oven", "relay-shop", "gateway", "outbound")
        passwords = {user: str(urlsplit(self.broker.amqp_url_for(user)).password) for user in users}
        topology.apply(self.broker.management_url, passwords, services=SERVICES, vhost=self.vhost)
        with self.channel() as channel:
            for queue in topology.Topology.of(SERVICES).queues:
                channel.queue_purge(queue)

    def declare_again(self) -> None:
        topology.declare(self.broker.management_url, services=SERVICES, vhost=self.vhost)

    def differences(self) -> list[str]:
        return topology.differences(self.broker.management_url, services=SERVICES, vhost=self.vhost)

    def cut_connections(self, user: str) -> None:
        """As a network would that forgets them."""
        management = Management(self.broker.management_url, self.vhost)
        wait_for(lambda: management.close_connections(user))

    def another(self, name: str) -> Process:
        """A second process of a kind, on ports and a log of its own."""
        first = self[name]
        twin = Process(f"{name}-2", first.module, first.service, first.environment, self.folder / f"{name}-2.log")
        self.processes[twin.name] = twin
        return twin

    def __getitem__(self, name: str) -> Process:
        return self.processes[name]

    def start(self, *names: str) -> None:
        for name in names:
            self[name].start(wait=False)
        for name in names:
            wait_for(self[name].ready)

    def close(self) -> None:
        for process in self.processes.values():
            process.kill()
        for engine in self.engines.values():
            engine.dispose()

    def rows(self, service: str, statement: str, **values: Any) -> list[Any]:
        with self.engines[service].connect() as connection:
            return list(connection.execute(text(statement), values))

    def value(self, service: str, statement: str, **values: Any) -> Any:
        return self.rows(service, statement, **values)[0][0]

    def change(self, service: str, statement: str, **values: Any) -> None:
        with self.engines[service].begin() as connection:
            connection.execute(text(statement), values)

    @contextmanager
    def channel(self, user: str | None = None) -> Iterator[Any]:
        """What one channel published is in its queue before the next one begins: only a confirm tells that."""
        url = self.url(user) if user else self.admin_url
        connection = pika.BlockingConnection(pika.URLParameters(url))
        try:
            channel = connection.channel()
            channel.confirm_delivery()
            yield channel
        finally:
            if connection.is_open:
                connection.close()

    def depth(self, queue: str) -> int:
        with self.channel() as channel:
            return int(channel.queue_declare(queue, passive=True).method.message_count)

    def take(self, queue: str, seconds: float = 15) -> tuple[pika.BasicProperties, bytes]:
        """One message from a queue, as an operator would look at it."""
        with self.channel() as channel:
            channel.basic_qos(prefetch_count=1)
            for method, properties, body in channel.consume(queue, inactivity_timeout=seconds):
                assert method, f"nothing in {queue} after {seconds} s"
                channel.basic_ack(method.delivery_tag)
                channel.cancel()
                return properties, body
        raise AssertionError(f"{queue} was deleted")


class Caller:
    """A gateway in small: one connection, one call at a time."""

    def __init__(self, bakery: Bakery) -> None:
        self._connection = pika.BlockingConnection(pika.URLParameters(bakery.url("gateway")))
        self.channel = self._connection.channel()
        self.reply_to = f"rpc.reply-gw-{uuid.uuid4().hex}"
        self.channel.queue_declare(self.reply_to, exclusive=True, auto_delete=True)
        self.channel.queue_bind(self.reply_to, "nameko-rpc", self.reply_to)

    def call(
        self, method: str, command: Mapping[str, Any] | None = None, *, timeout: float = 10, **headers: str
    ) -> Any:
        return self.wait(self.send(method, command, **headers), timeout)

    def send(self, method: str, command: Mapping[str, Any] | None = None, **headers: str) -> str:
        correlation = uuid.uuid4().hex
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        properties = pika.BasicProperties(
            content_type="application/json",
            reply_to=self.reply_to,
            correlation_id=correlation,
            headers={"prm-principal": GATEWAY, **named},
        )
        body = json.dumps({"args": [], "kwargs": {"command": dict(command or {})}})
        self.channel.basic_publish("nameko-rpc", method, body.encode(), properties)
        return correlation

    def wait(self, correlation: str, timeout: float = 10) -> Any:
        until = time.monotonic() + timeout
        while time.monotonic() < until:
            _, properties, body = self.channel.basic_get(self.reply_to, auto_ack=True)
            if body is not None and properties.correlation_id == correlation:
                return json.loads(body)
            self._connection.sleep(0.01)
        raise TimeoutError(f"no reply within {timeout} s")

    def close(self) -> None:
        if self._connection.is_open:
            self._connection.close()


def in_vhost(url: str, vhost: str) -> str:
    parts = urlsplit(url)
    return urlunsplit((parts.scheme, parts.netloc, f"/{vhost}", parts.query, ""))


def open_bakery(broker: Broker, server: DatabaseServer, folder: Path, vhost: str = "bakery") -> Bakery:
    databases = {name: server.fresh(f"{PACKAGE}.{name}") for name in ("oven", "shop")}
    bakery = Bakery(broker, databases, folder, vhost)
    bakery.declare()
    return bakery
