"""One event queue, one connection, one event at a time: what keeps a subject's events in order.

Owns the acknowledgement and what waits behind a failure; refuses to know what a handler does (consumer.py).
"""

import random
import threading
import time
from collections import deque
from collections.abc import Callable
from typing import TypeVar

import structlog
from kombu.connection import Connection
from kombu.message import Message
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from chassis import crash, failures, inbox, rebuild, telemetry
from chassis.amqp_link import ERRORS, ConfirmedChannel, connect
from chassis.broker_names import LADDER
from chassis.consumer import Consumer, Outcome, UnreadableError
from chassis.database_errors import is_held, is_outage, is_transient
from chassis.delivery import Event, UndecodableError, parse
from chassis.ladder import Ladder
from chassis.logs import following, trace_id

log = structlog.get_logger()
PREFETCH = 20
_RELEASE_EVERY = 5.0
_DRAIN = 0.25
_AT_ONCE = 3
_UNLOCKED = 2.0
_UNREACHABLE = "the database is out of reach"
# An event that has been redelivered this often was most likely in hand each time its consumer died.
_CRASHES = 10
_CONTENT_TYPES = ("application/cloudevents+json", "application/json")
Done = TypeVar("Done")


class _StoppedError(Exception):
    """The lane was told to stop in the middle of a wait: the message stays unacknowledged."""


class Lane:
    """Consumes one queue in a thread of its own (a green one in a patched process) until told to stop."""

    def __init__(self, consumer: Consumer, amqp_url: str, heartbeat: float = 30) -> None:
        self.queue = consumer.queue
        self.consuming = False
        self._consumer = consumer
        self._url = amqp_url
        self._heartbeat = heartbeat
        self._arrived: deque[Message] = deque()
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name=f"lane {self.queue}", daemon=True)
        self._connection: Connection
        self._ladder: Ladder
        self._release_at = 0.0

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """Finish the event in hand, give the rest back."""
        self._stop.set()

    def join(self, timeout: float | None = None) -> None:
        self._thread.join(timeout)

    def _run(self) -> None:
        failed = 0
        while not self._stop.is_set():
            try:
                self._consume()
                failed = 0
            except _StoppedError:
                break
            except ERRORS as error:
                log.warning("connection lost", queue=self.queue, error=failures.text_of(error))
            except Exception as error:
                log.error("bug in a lane", queue=self.queue, exc_info=error)
            self.consuming = False
            failed += 1
            self._stop.wait(random.uniform(0.2, min(10, 2**failed)))  # noqa: S311 - jitter.

    def _consume(self) -> None:
        self._arrived.clear()
        with connect(self._url, self.queue, self._heartbeat) as self._connection:
            channel = self._connection.channel()
            channel.basic_qos(0, PREFETCH, False)
            self._ladder = Ladder(self.queue, ConfirmedChannel(self._connection))
            channel.basic_consume(
                self.queue,
                callback=lambda raw: self._arrived.append(channel.message_to_python(raw)),
                on_cancel=self._on_cancel,
            )
            self.consuming = True
            while not self._stop.is_set():
                self._listen(_DRAIN)
                while self._arrived and not self._stop.is_set():
                    self._process(self._arrived.popleft())
                self._release()
            self.consuming = False

    def _on_cancel(self, _tag: str) -> None:
        raise OSError(f"the broker cancelled the consumer of {self.queue}")

    def _listen(self, seconds: float) -> None:
        """Read what has come, and keep the heartbeat."""
        try:
            self._connection.drain_events(timeout=seconds)
        except TimeoutError:
            self._connection.heartbeat_check()

    def _process(self, message: Message) -> None:
        crash.point("consumer.after_receive")
        if turn := rebuild.turn_of(message.headers):
            self._carry_out_turn(*turn)
            message.ack()
            self._release_at = 0.0
            return
        started = time.perf_counter()
        try:
            event = _decode(message)
        except UndecodableError as error:
            self._ladder.bury(message, "undecodable", error, 0)
        else:
            attributes = event.attributes
            ids = {
                "correlation_id": attributes.get("correlationid"),
                "trace_id": trace_id(attributes.get("traceparent")),
            }
            with following(event_id=event.id, type=event.type, **ids):
                self._carry_out(message, event)
        message.ack()
        crash.point("consumer.after_ack")
        telemetry.EVENT_SECONDS.labels(self.queue).observe(time.perf_counter() - started)

    def _carry_out_turn(self, turn: rebuild.Turn, replay_id: str) -> None:
        """However long somebody reads the tables that are changed: nothing in this queue may overtake it."""
        while True:
            try:
                return self._persist(lambda: self._consumer.turn(turn, replay_id))
            except DBAPIError as error:
                if not is_held(error):
                    raise
            self._rest(_UNLOCKED, "a rebuild waits: its tables are in use")

    def _carry_out(self, message: Message, event: Event) -> None:
        attempt = failures.attempt_of(message.headers)
        if message.headers.get(failures.DISCARD):
            self._persist(lambda: self._consumer.discard(event))
            self._count(event, "discarded")
            self._release_at = 0.0
            return
        if int(message.headers.get("x-delivery-count", 0)) >= _CRASHES:
            self._fail(message, event, "crash", "the consumer died with this event in hand", len(LADDER))
            return
        try:
            outcome = self._persist(lambda: self._consumer.handle(event))
        except UnreadableError as error:
            self._fail(message, event, "unreadable", error, len(LADDER))
        except Exception as error:
            log.warning("an event failed", attempt=attempt + 1, exc_info=error)
            self._fail(message, event, "error", error, attempt)
        else:
            self._count(event, outcome.value)
            if outcome is Outcome.PARKED or attempt or message.headers.get(failures.REDRIVEN):
                self._release_at = 0.0

    def _fail(self, message: Message, event: Event, reason: str, error: BaseException | str, attempt: int) -> None:
        """First the note that makes later events of the subject park, then the message itself."""
        state = "retry" if attempt < len(LADDER) else "dead"
        self._persist(lambda: self._mark(event, state, attempt + 1, failures.text_of(error)))
        crash.point("consumer.after_note")
        if state == "retry":
            self._ladder.retry(message, reason, error, attempt)
        else:
            self._ladder.bury(message, reason, error, attempt + 1)
        self._count(event, state)
        crash.point("consumer.after_letter")

    def _mark(self, event: Event, state: str, attempt: int, reason: str) -> None:
        with self._consumer.sessions.writing() as session:
            inbox.mark_failed(session, self.queue, event, state=state, attempt=attempt, reason=reason)
            session.commit()

    def _release(self) -> None:
        """Let parked events go on whose predecessor is through, one transaction each, oldest first."""
        if time.monotonic() < self._release_at:
            return
        while not self._stop.is_set() and (waiting := self._persist(self._next_parked)) is not None:
            self._carry_out_parked(parse(waiting.body))
        telemetry.EVENTS_PARKED.labels(self.queue).set(self._persist(self._count_parked))
        self._release_at = time.monotonic() + _RELEASE_EVERY

    def _carry_out_parked(self, event: Event) -> None:
        crash.point("consumer.before_release")
        message = _as_message(event)
        try:
            outcome = self._persist(lambda: self._consumer.handle(event))
        except UnreadableError as error:
            self._fail_parked(message, event, "dead", error)
            return
        except Exception as error:
            self._fail_parked(message, event, "retry", error)
            return
        if outcome is Outcome.IGNORED:
            self._persist(lambda: self._forget(event))
        self._count(event, outcome.value)

    def _fail_parked(self, message: Message, event: Event, state: str, error: Exception) -> None:
        """The row is the only copy until the broker has one, so the broker comes first."""
        if state == "retry":
            self._ladder.retry(message, "error", error, 0)
        else:
            self._ladder.bury(message, "unreadable", error, 1)
        self._persist(lambda: self._mark(event, state, 1, failures.text_of(error)))

    def _next_parked(self) -> inbox.Waiting | None:
        with self._consumer.sessions.reading() as session:
            return inbox.next_parked(session, self.queue)

    def _count_parked(self) -> int:
        with self._consumer.sessions.reading() as session:
            return inbox.count_parked(session, self.queue)

    def _forget(self, event: Event) -> None:
        with self._consumer.sessions.writing() as session:
            inbox.forget(session, self.queue, event.id)
            session.commit()

    def _persist(self, work: Callable[[], Done]) -> Done:
        """Do it; while the database is out of reach, hold the event and wait: a retry ladder could not help."""
        tries = 0
        while True:
            tries += 1
            try:
                return work()
            except PoolTimeoutError:
                self._rest(_DRAIN, _UNREACHABLE)
            except DBAPIError as error:
                if is_outage(error):
                    self._rest(min(5.0, 0.1 * 2**tries), _UNREACHABLE)
                elif not (is_transient(error) and tries < _AT_ONCE):
                    raise

    def _rest(self, seconds: float, why: str) -> None:
        log.warning(why, queue=self.queue)
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            if self._stop.is_set():
                raise _StoppedError
            self._listen(_DRAIN)

    def _count(self, event: Event, outcome: str) -> None:
        telemetry.EVENTS_HANDLED.labels(self.queue, event.type, outcome).inc()
        if outcome == Outcome.DUPLICATE:
            telemetry.INBOX_DUPLICATES.labels(self.queue).inc()


def _decode(message: Message) -> Event:
    if message.headers.get("compression"):
        raise UndecodableError("compressed bodies are refused")
    if message.content_type not in _CONTENT_TYPES:
        raise UndecodableError(f"content type {message.content_type!r}")
    return parse(message.body, message.headers)


def _as_message(event: Event) -> Message:
    """A parked event as the message it once was."""
    headers = {name: value for name, value in event.kept_headers.items() if not name.startswith("x-")}
    return Message(
        body=event.text,
        content_type=_CONTENT_TYPES[0],
        content_encoding="utf-8",
        headers=headers,
        properties={"message_id": event.id},
        delivery_info={},
    )
