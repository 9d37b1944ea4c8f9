"""Replies to RPC: transient, unconfirmed, on a connection of their own.

Owns that connection; refuses to raise, because the caller's deadline is the safety net.
"""

import contextlib
import threading
import time
from typing import Any

import structlog
from amqp import spec

from chassis import telemetry
from chassis.amqp_link import ERRORS, TRANSIENT, connect
from chassis.broker_names import RPC_EXCHANGE
from chassis.rpc_message import JSON

log = structlog.get_logger()
_LOOK_EVERY = 0.1


class Replies:
    """One channel shared by all workers of a process, made again when it breaks."""

    def __init__(self, url: str, service: str) -> None:
        self._url = url
        self._name = f"replies {service}"
        self._lock = threading.Lock()
        self._channel: Any = None
        self._connection: Any = None
        self._looked_at = 0.0

    def send(self, reply_to: str, correlation_id: str | None, body: str) -> None:
        """A reply that cannot be sent is counted; its request is redelivered, or its caller gives up."""
        with self._lock:
            for _ in range(2):
                try:
                    self._publish(reply_to, correlation_id, body)
                    return
                except ERRORS as error:
                    log.warning("reply not sent", error=str(error))
                    self._forget_connection()
        telemetry.REPLIES_LOST.inc()

    def _publish(self, reply_to: str, correlation_id: str | None, body: str) -> None:
        if self._channel is None:
            self._connection = connect(self._url, self._name, heartbeat=0)
            self._channel = self._connection.channel()
        properties = {"delivery_mode": TRANSIENT, "correlation_id": correlation_id or ""}
        message = self._channel.prepare_message(body, None, JSON, "utf-8", {}, properties)
        self._notice_refusals()
        self._channel.send_method(spec.Basic.Publish, "Bssbb", (0, RPC_EXCHANGE, reply_to, False, False), message)

    def _notice_refusals(self) -> None:
        """Hear of a channel the broker closed; py-amqp's own publish looks before every message, at twice the cost."""
        if time.monotonic() - self._looked_at < _LOOK_EVERY:
            return
        self._looked_at = time.monotonic()
        with contextlib.suppress(TimeoutError):
            self._connection.drain_events(timeout=0)

    def _forget_connection(self) -> None:
        connection, self._channel, self._connection = self._connection, None, None
        if connection is not None:
            connection.collect()
