"""Publishes a wave of events and says which of them the broker has.

Owns pipelined confirms on one py-amqp channel; refuses to decide what comes next (relay.py).
"""

import json
import time
from collections.abc import Sequence
from typing import Any, NamedTuple

from kombu.transport.pyamqp import Channel

from chassis import crash, envelope
from chassis.amqp_link import CONFIRM_SECONDS, PERSISTENT, connect
from chassis.broker_names import events_exchange

_DRAIN = 1.0


class Outgoing(NamedTuple):
    """One event with its place in the line."""

    position: int
    type: str
    subject: str
    body: str


class Publisher:
    """One connection in confirm mode; a broken one raises and is made anew by the caller."""

    def __init__(self, url: str, service: str, heartbeat: float) -> None:
        self._exchange = events_exchange(service)
        self._connection = connect(url, f"relay {service}", heartbeat)
        self._channel: Channel = self._connection.channel()
        self._channel.confirm_select()
        self._channel.events["basic_ack"].add(lambda tag, multiple: self._settle(tag, multiple, taken=True))
        self._channel.events["basic_nack"].add(lambda tag, multiple: self._settle(tag, multiple, taken=False))
        self._channel.events["basic_return"].add(self._on_return)
        self._tag = 0
        self._open: dict[int, int] = {}
        self._nacked: set[int] = set()
        self._returned: set[int] = set()

    def publish(self, wave: Sequence[Outgoing], epoch: int) -> dict[int, str]:
        """Send all, wait for every answer; the positions that were not taken, with the reason of each."""
        self._open.clear()
        self._nacked.clear()
        self._returned.clear()
        for event in wave:
            self._send(event, epoch)
        crash.point("relay.after_publish")
        until = time.monotonic() + CONFIRM_SECONDS
        while self._open and time.monotonic() < until:
            self.breathe(_DRAIN)
        unanswered = dict.fromkeys(self._open.values(), "unanswered")
        return unanswered | dict.fromkeys(self._nacked, "nacked") | dict.fromkeys(self._returned, "unroutable")

    def breathe(self, seconds: float) -> None:
        """Read what the broker says and keep the heartbeat."""
        try:
            self._connection.drain_events(timeout=seconds)
        except TimeoutError:
            self._connection.heartbeat_check()

    def close(self) -> None:
        self._connection.collect()

    def _send(self, event: Outgoing, epoch: int) -> None:
        headers = envelope.headers(json.loads(event.body)) | {"prm-epoch": epoch, "prm-position": event.position}
        properties: dict[str, Any] = {"delivery_mode": PERSISTENT, "message_id": headers["cloudEvents_id"]}
        message = self._channel.prepare_message(event.body, None, envelope.MEDIA_TYPE, "utf-8", headers, properties)
        self._tag += 1
        self._open[self._tag] = event.position
        self._channel.basic_publish(
            message, exchange=self._exchange, routing_key=event.type, mandatory=True, timeout=CONFIRM_SECONDS
        )

    def _settle(self, tag: int, multiple: bool, *, taken: bool) -> None:
        tags = [found for found in self._open if found <= tag] if multiple else [tag]
        for found in tags:
            position = self._open.pop(found, None)
            if position is not None and not taken:
                self._nacked.add(position)

    def _on_return(self, _error: Any, _exchange: str, _key: str, message: Any) -> None:
        self._returned.add(int(message.headers["prm-position"]))
