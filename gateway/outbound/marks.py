"""A mark goes through a service's queue to whoever writes the log, and comes back: what stood before it is in the log.

Owns both ends of that question; refuses to know why it is asked (rebuild.py).
"""

import time
from collections.abc import Iterable
from typing import Any

import pika
from pika.adapters.blocking_connection import BlockingChannel

from chassis.broker_names import event_queue

_HEADER = "prm-mark"
_REPLIES = "amq.rabbitmq.reply-to"  # The broker's own way back to one channel: no queue to declare or to leave behind.
_LOOK_SECONDS = 1.0


def is_mark(properties: pika.BasicProperties) -> bool:
    return bool(properties.reply_to) and _HEADER in (properties.headers or {})


def give_back(channel: BlockingChannel, mark: pika.BasicProperties) -> None:
    """Say that it was reached; nobody may be waiting any more."""
    channel.basic_publish("", str(mark.reply_to), b"{}", pika.BasicProperties(headers=mark.headers))


def all_is_logged(channel: BlockingChannel, services: Iterable[str], *, within: float) -> bool:
    """Wait until the log holds all that these services' queues held when this began, however busy they are."""
    left = set(services)
    replies = channel.basic_consume(
        _REPLIES, lambda _channel, _method, mark, _body: left.discard(mark.headers[_HEADER]), auto_ack=True
    )
    for service in tuple(left):
        _put(channel, event_queue("outbound", service), {_HEADER: service})
    deadline = time.monotonic() + within
    while left and time.monotonic() < deadline:
        channel.connection.process_data_events(_LOOK_SECONDS)
    channel.basic_cancel(replies)
    return not left


def _put(channel: BlockingChannel, queue: str, headers: dict[str, Any]) -> None:
    mark = pika.BasicProperties(content_type="application/json", delivery_mode=2, reply_to=_REPLIES, headers=headers)
    channel.basic_publish("", queue, b"{}", mark, mandatory=True)
