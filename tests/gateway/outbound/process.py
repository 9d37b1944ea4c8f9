"""The real outbound process against a real broker and a real database, and a hand on the relay's side of the broker."""

import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pika
from pika.adapters.blocking_connection import BlockingChannel, BlockingConnection
from sqlalchemy import Engine, select

from chassis.broker_names import dead_queue, event_queue
from deploy.local.throwaway import Broker
from gateway.outbound.tables import event_log

ROOT = Path(__file__).parents[3]
GOOD = "application/cloudevents+json"


def wait_until(true: Callable[[], bool], seconds: float = 60.0, what: str = "") -> None:
    ends = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < ends, f"not within {seconds} s: {what or true}"
        time.sleep(0.05)


class OutboundProcess:
    """`python -m gateway.outbound`, its output in a file."""

    def __init__(self, broker: Broker, database_url: str, folder: Path, port: int) -> None:
        self.port = port
        self.log = folder / "outbound.log"
        self._environment = {
            "PATH": os.environ["PATH"],
            "DATABASE_URL": database_url,
            "AMQP_URL": broker.amqp_url_for("outbound"),
            "AMQP_MANAGEMENT_URL": broker.management_url,
            "PRM_SECRET_KEY": "s" * 32,
            "TELEMETRY_PORT": str(port),
        }
        self._process: subprocess.Popen[bytes] | None = None

    def start(self, **more: str) -> None:
        with self.log.open("ab") as output:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "gateway.outbound"],
                cwd=ROOT,
                env=self._environment | more,
                stdout=output,
                stderr=output,
            )

    def wait(self, seconds: float = 60.0) -> int:
        assert self._process is not None
        return self._process.wait(seconds)

    def kill(self) -> None:
        if self._process is not None and self._process.poll() is None:
            self._process.kill()
            self._process.wait()

    def stop(self) -> int:
        assert self._process is not None
        self._process.terminate()
        return self.wait()

    def status(self, path: str) -> int:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=5) as answer:
                return int(answer.status)
        except urllib.error.HTTPError as error:
            return error.code
        except OSError:
            return 0

    def page(self, path: str) -> str:
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=5) as answer:
            return str(answer.read().decode())

    def wait_ready(self) -> None:
        wait_until(lambda: self.status("/readyz") == 200, 90, f"ready, see {self.log.read_text()[-2000:]}")


class Relay:
    """What a service's relay does on the broker, by its own user."""

    def __init__(self, broker: Broker, service: str) -> None:
        self.service = service
        self._url = broker.amqp_url_for(f"relay-{service}")

    def publish(self, *bodies: bytes, content_type: str = GOOD, key: str = "deal_registration.approved.v1") -> None:
        connection = BlockingConnection(pika.URLParameters(self._url))
        channel = connection.channel()
        channel.confirm_delivery()
        properties = pika.BasicProperties(content_type=content_type, content_encoding="utf-8", delivery_mode=2)
        for body in bodies:
            channel.basic_publish(f"{self.service}.events", key, body, properties, mandatory=True)
        connection.close()


class BrokerView:
    """An administrator's look at queues."""

    def __init__(self, broker: Broker) -> None:
        self._url = f"{broker.amqp_url}/{broker.vhost}"

    @contextmanager
    def channel(self) -> Iterator[BlockingChannel]:
        connection = BlockingConnection(pika.URLParameters(self._url))
        try:
            yield connection.channel()
        finally:
            connection.close()

    def empty(self) -> None:
        with self.channel() as channel:
            for service in ("deals", "partners"):
                for queue in (event_queue("outbound", service), dead_queue(event_queue("outbound", service))):
                    channel.queue_purge(queue)

    def depth(self, queue: str) -> int:
        with self.channel() as channel:
            return int(channel.queue_declare(queue, passive=True).method.message_count)

    def take(self, queue: str) -> list[tuple[pika.BasicProperties, bytes]]:
        """Everything in the queue; consumed, since a queue with a single active consumer knows no get."""
        taken = []
        with self.channel() as channel:
            for method, properties, body in channel.consume(queue, auto_ack=True, inactivity_timeout=0.5):
                if method is None:
                    break
                taken.append((properties, body))
            channel.cancel()
        return taken


def recorded(engine: Engine) -> list[tuple[int, str]]:
    with engine.connect() as connection:
        rows = connection.execute(select(event_log.c.position, event_log.c.id).order_by(event_log.c.position))
        return [(row.position, str(row.id)) for row in rows]
