"""The one connection of a gateway process to the broker: an I/O thread, a reply queue,
and their coming back after a loss.
"""

from __future__ import annotations

import logging
import random
import threading
import uuid
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

import pika
from pika.adapters.select_connection import SelectConnection
from pika.channel import Channel

log = logging.getLogger(__name__)

EXCHANGE: Final = "nameko-rpc"
FIRST_WAIT: Final = 0.2
LONGEST_WAIT: Final = 5.0
HEARTBEAT_SECONDS: Final = 30
CONNECT_SECONDS: Final = 3


@dataclass(frozen=True)
class Listener:
    """What the link tells its owner, always from the I/O thread."""

    replied: Callable[[str, bytes], None]  # correlation id, body
    returned: Callable[[str], None]  # nobody is bound to that routing key
    lost: Callable[[], None]  # whatever was on its way will not come back


class Link:
    def __init__(self, url: str, listener: Listener) -> None:
        self._parameters = pika.URLParameters(url)
        self._parameters.heartbeat = HEARTBEAT_SECONDS
        self._parameters.socket_timeout = CONNECT_SECONDS
        self._parameters.stack_timeout = CONNECT_SECONDS
        self._listener = listener
        self._outgoing: deque[tuple[str, bytes, pika.BasicProperties]] = deque()
        self._flush_is_due = False
        self._handing_over = threading.Lock()
        self._connection: SelectConnection | None = None
        self._channel: Channel | None = None
        self._stopping = threading.Event()
        self.ready = threading.Event()
        self.blocked = False
        self.reply_to = ""
        self._thread = threading.Thread(target=self._run, name="broker-link", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._stopping.set()
        with self._handing_over:
            if self._connection is not None:
                self._connection.ioloop.add_callback_threadsafe(self._close)
        self._thread.join(CONNECT_SECONDS)

    def publish(self, routing_key: str, body: bytes, properties: pika.BasicProperties) -> None:
        """From any thread; sent by the I/O thread, several at once where several wait."""
        with self._handing_over:
            if self._connection is None:
                return
            self._outgoing.append((routing_key, body, properties))
            if not self._flush_is_due:
                self._flush_is_due = True
                self._connection.ioloop.add_callback_threadsafe(self._flush)

    def _run(self) -> None:
        tries = 0
        while not self._stopping.is_set():
            connection = self._connection = SelectConnection(
                self._parameters,
                on_open_callback=self._opened,
                on_open_error_callback=self._ended,
                on_close_callback=self._ended,
            )
            connection.ioloop.start()
            tries = 0 if self.ready.is_set() else tries + 1
            self._forget()
            connection.ioloop.close()
            self._stopping.wait(random.uniform(0, min(LONGEST_WAIT, FIRST_WAIT * 2**tries)))  # noqa: S311

    def _forget(self) -> None:
        self.ready.clear()
        self.blocked = False
        self._channel = None
        with self._handing_over:
            self._connection = None
            self._outgoing.clear()
            self._flush_is_due = False
        self._listener.lost()

    def _opened(self, connection: SelectConnection) -> None:
        connection.add_on_connection_blocked_callback(lambda *_: self._set_blocked(True))
        connection.add_on_connection_unblocked_callback(lambda *_: self._set_blocked(False))
        connection.channel(on_open_callback=self._channel_opened)

    def _set_blocked(self, blocked: bool) -> None:
        log.warning("the broker %s this connection", "blocks" if blocked else "unblocks")
        self.blocked = blocked

    def _channel_opened(self, channel: Channel) -> None:
        self._channel = channel
        self.reply_to = f"rpc.reply-gw-{uuid.uuid4().hex}"
        channel.add_on_return_callback(self._on_return)
        channel.add_on_close_callback(lambda *_: self._close())
        channel.add_on_cancel_callback(lambda *_: self._close())
        channel.queue_declare(self.reply_to, exclusive=True, auto_delete=True, callback=self._queue_declared)

    def _queue_declared(self, _frame: Any) -> None:
        assert self._channel is not None
        self._channel.queue_bind(self.reply_to, EXCHANGE, self.reply_to, callback=self._queue_bound)

    def _queue_bound(self, _frame: Any) -> None:
        assert self._channel is not None
        self._channel.basic_consume(self.reply_to, self._on_reply, auto_ack=True, callback=lambda _: self.ready.set())

    def _on_reply(self, _channel: Channel, _deliver: Any, properties: pika.BasicProperties, body: bytes) -> None:
        self._listener.replied(properties.correlation_id or "", body)

    def _on_return(self, _channel: Channel, _method: Any, properties: pika.BasicProperties, _body: bytes) -> None:
        self._listener.returned(properties.correlation_id or "")

    def _flush(self) -> None:
        with self._handing_over:
            self._flush_is_due = False
        while self._outgoing and self._channel is not None and self._channel.is_open:
            routing_key, body, properties = self._outgoing.popleft()
            self._channel.basic_publish(EXCHANGE, routing_key, body, properties, mandatory=True)

    def _close(self) -> None:
        connection = self._connection
        if connection is not None and not (connection.is_closing or connection.is_closed):
            connection.close()

    def _ended(self, connection: SelectConnection, reason: Exception) -> None:
        if not self._stopping.is_set():
            log.warning("no connection to the broker: %s", type(reason).__name__)
        connection.ioloop.stop()
