"""Takes events off the broker and into the log: receive, append a batch in one transaction, then acknowledge.

Plain threads and pika. The broker may deliver twice; the log takes an event once. What is no event of its service goes
to the queue's dead letters with the reason, confirmed before it is acknowledged.
"""

import logging
import random
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import pika
import pika.exceptions
from pika.adapters.blocking_connection import BlockingChannel, BlockingConnection
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from chassis import crash, failures, telemetry
from chassis.broker_names import DEAD_EXCHANGE, event_queue
from gateway.outbound import measurements
from gateway.outbound.arrivals import Arrival, MalformedEventError, read_arrival
from gateway.outbound.log import LogWriter
from gateway.outbound.marks import give_back, is_mark

log = logging.getLogger(__name__)

PREFETCH = 500
HEARTBEAT_SECONDS = 30
_IDLE_SECONDS = 2.0
_STANDBY_SECONDS = 1.0
_LONGEST_PAUSE = 15.0


@dataclass(frozen=True)
class Delivery:
    """One message as it came."""

    service: str
    tag: int
    properties: pika.BasicProperties
    body: bytes

    @property
    def queue(self) -> str:
        return event_queue("outbound", self.service)


class LostConsumerError(Exception):
    """The broker ended a consumer of ours, as when its queue was deleted."""


class Intake:
    """The leader's loop. A second process waits until the first loses its database session."""

    def __init__(
        self, engine: Engine, amqp_url: str, sources: Sequence[str], audience_of: Callable[[str], str]
    ) -> None:
        self._engine = engine
        self._amqp_url = amqp_url
        self._sources = sources
        self._audience_of = audience_of
        self._last: dict[str, str] = {}
        self.consuming = threading.Event()
        self.leading = threading.Event()

    def run(self, stop: threading.Event) -> None:
        """Lead and consume until told to stop, coming back after every loss with a growing, jittered pause."""
        tries = 0
        while not stop.is_set():
            try:
                self._lead(stop)
                tries = 0
            except (pika.exceptions.AMQPError, SQLAlchemyError, OSError, LostConsumerError) as error:
                tries = 0 if self.consuming.is_set() else tries + 1
                log.warning("the intake was interrupted: %s %s", type(error).__name__, error)
            finally:
                self.consuming.clear()
                self.leading.clear()
                measurements.LEADER.set(0)
            stop.wait(random.uniform(0.1, min(_LONGEST_PAUSE, 0.5 * 2 ** min(tries, 6))))  # noqa: S311 - jitter

    def _lead(self, stop: threading.Event) -> None:
        with self._engine.connect() as connection:
            writer = LogWriter(connection, self._audience_of)
            while not writer.lead():
                if stop.wait(_STANDBY_SECONDS):
                    return
            self.leading.set()
            measurements.LEADER.set(1)
            self._last = writer.last_sequences()
            try:
                self._consume(writer, stop)
            finally:
                connection.invalidate()

    def _consume(self, writer: LogWriter, stop: threading.Event) -> None:
        connection = BlockingConnection(_parameters(self._amqp_url))
        try:
            waiting, channel, letters = self._open(connection)
            self.consuming.set()
            while not stop.is_set():
                connection.process_data_events(time_limit=0 if waiting else _IDLE_SECONDS)
                if waiting:
                    batch = waiting.copy()
                    waiting.clear()
                    self._settle(writer, batch, channel, letters)
                else:
                    writer.alive()
        finally:
            if connection.is_open:
                connection.close()

    def _open(self, connection: BlockingConnection) -> tuple[list[Delivery], BlockingChannel, BlockingChannel]:
        """Consume every source into one list; a second channel sends dead letters with confirms."""
        waiting: list[Delivery] = []
        channel = connection.channel()
        channel.basic_qos(prefetch_count=PREFETCH)
        channel.add_on_cancel_callback(_lost)
        for service in self._sources:
            queue = event_queue("outbound", service)
            channel.queue_declare(queue, passive=True)
            channel.basic_consume(queue, _collector(service, waiting))
        letters = connection.channel()
        letters.confirm_delivery()
        return waiting, channel, letters

    def _settle(
        self, writer: LogWriter, batch: list[Delivery], channel: BlockingChannel, letters: BlockingChannel
    ) -> None:
        crash.point("outbound.after_receive")
        marks = [delivery.properties for delivery in batch if is_mark(delivery.properties)]
        readable = list(_readable(batch, letters))
        outcome = writer.append(
            [arrival for arrival, _ in readable], before_commit=lambda: crash.point("outbound.after_insert")
        )
        crash.point("outbound.after_commit")
        deliveries = {(arrival.source, arrival.id): delivery for arrival, delivery in readable}
        for arrival in outcome.clashing:
            taken = MalformedEventError("sequence_taken", f"{arrival.sequence} belongs to another event")
            _bury(letters, deliveries[arrival.source, arrival.id], taken)
        for mark in marks:
            give_back(letters, mark)
        self._measure(outcome.written, outcome.duplicates, outcome.head)
        crash.point("outbound.before_ack")
        channel.basic_ack(max(delivery.tag for delivery in batch), multiple=True)

    def _measure(self, written: Sequence[Arrival], duplicates: int, head: int) -> None:
        measurements.DUPLICATES.inc(duplicates)
        if written:
            measurements.HEAD.set(head)
        for arrival in written:
            measurements.RECORDED.labels(arrival.source, arrival.type).inc()
            expected = int(self._last.get(arrival.source, "0")) + 1
            if int(arrival.sequence) > expected:
                measurements.GAPS.labels(arrival.source).inc(int(arrival.sequence) - expected)
                log.error("%s: events %d to %d never came", arrival.source, expected, int(arrival.sequence) - 1)
            self._last[arrival.source] = max(arrival.sequence, self._last.get(arrival.source, ""))


def _parameters(url: str) -> pika.URLParameters:
    parameters = pika.URLParameters(url)
    parameters.heartbeat = HEARTBEAT_SECONDS
    parameters.blocked_connection_timeout = 2 * HEARTBEAT_SECONDS
    parameters.socket_timeout = 5
    parameters.client_properties = {"connection_name": "outbound"}
    return parameters


def _collector(service: str, waiting: list[Delivery]) -> Callable[..., None]:
    def collect(_channel: BlockingChannel, method: Any, properties: pika.BasicProperties, body: bytes) -> None:
        waiting.append(Delivery(service, method.delivery_tag, properties, body))

    return collect


def _readable(batch: Sequence[Delivery], letters: BlockingChannel) -> Iterator[tuple[Arrival, Delivery]]:
    """The events among what came, in order; what is neither event nor mark is buried."""
    for delivery in batch:
        sent = delivery.properties
        if is_mark(sent):
            continue
        try:
            yield read_arrival(delivery.service, delivery.body, sent.content_type, sent.content_encoding), delivery
        except MalformedEventError as error:
            _bury(letters, delivery, error)


def _lost(_method: Any) -> None:
    raise LostConsumerError("a queue of ours was deleted")


def _bury(letters: BlockingChannel, delivery: Delivery, error: MalformedEventError) -> None:
    """Put the message among the dead letters as it was, with why; returns once the broker has it."""
    headers = dict(delivery.properties.headers or {})
    headers |= {failures.REASON: error.reason, failures.MESSAGE: error.detail, failures.QUEUE: delivery.queue}
    properties = pika.BasicProperties(
        content_type=delivery.properties.content_type,
        content_encoding=delivery.properties.content_encoding,
        message_id=delivery.properties.message_id,
        delivery_mode=2,
        headers=headers,
    )
    letters.basic_publish(DEAD_EXCHANGE, delivery.queue, delivery.body, properties, mandatory=True)
    telemetry.DEAD_LETTERS.labels(delivery.queue, error.reason).inc()
    log.error("a message of %s is no event: %s", delivery.queue, error)
