"""A service as far as the broker can tell: takes requests from its RPC queue and answers as a test wants."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable
from typing import Any

import pika

Answer = Callable[[dict[str, Any], pika.BasicProperties], Any]
SILENCE = object()


class Responder:
    """Runs in a thread of its own until closed."""

    def __init__(self, url: str, service: str, answer: Answer) -> None:
        self._url, self._service, self._answer = url, service, answer
        self._stopping = threading.Event()
        self.started = threading.Event()
        self.seen: list[pika.BasicProperties] = []
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()
        assert self.started.wait(20)

    def close(self) -> None:
        self._stopping.set()
        self._thread.join(10)

    def _run(self) -> None:
        connection = self._connect()
        channel = connection.channel()
        self.started.set()
        for deliver, properties, body in channel.consume(f"rpc-{self._service}", inactivity_timeout=0.1):
            if self._stopping.is_set():
                break
            if deliver is None:
                continue
            self.seen.append(properties)
            answer = self._answer(json.loads(body)["kwargs"]["command"], properties)
            channel.basic_ack(deliver.delivery_tag)
            if answer is not SILENCE:
                self._reply(channel, properties, answer)
        connection.close()

    def _connect(self) -> pika.BlockingConnection:
        for _ in range(50):
            try:
                return pika.BlockingConnection(pika.URLParameters(self._url))
            except pika.exceptions.AMQPError:
                time.sleep(0.2)
        raise AssertionError("the broker does not answer")

    @staticmethod
    def _reply(channel: Any, properties: pika.BasicProperties, answer: Any) -> None:
        reply = pika.BasicProperties(correlation_id=properties.correlation_id, content_type="application/json")
        channel.basic_publish("nameko-rpc", properties.reply_to, json.dumps(answer).encode(), reply)
