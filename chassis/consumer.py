"""Events in, without a transport: the decorator that marks a handler, and the pipeline that runs one delivery.

Owns dispatch by type and the transaction of an effect; refuses to know brokers (lane.py) or what an event means.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from marshmallow import Schema, ValidationError

from chassis import clock, crash, inbox, rebuild
from chassis.broker_names import event_queue
from chassis.context import Context
from chassis.database import Sessions
from chassis.delivery import Delivery, Event
from chassis.inbox import Verdict
from chassis.validation import field_errors

_MARK = "__event_handlers__"
Handler = Callable[[Any, Delivery], None]


class UnreadableError(Exception):
    """The event does not fit this consumer's reader: no retry can help, a person must look."""


class Outcome(StrEnum):
    """How one delivery ended when it did not fail."""

    DONE = "done"
    DUPLICATE = "duplicate"
    STALE = "stale"
    PARKED = "parked"
    IGNORED = "ignored"


@dataclass(frozen=True, kw_only=True)
class EventHandler:
    """What the decorator knows: whose event, which type, read by what, handled by whom."""

    source: str
    type: str
    reads: Schema
    function: Handler


def on(source: str, event_type: str, *, reads: Schema) -> Callable[[Handler], Handler]:
    """Mark a method as the handler of one type of event of one service; reads ignores what it does not name."""

    def mark(function: Handler) -> Handler:
        handler = EventHandler(source=source, type=event_type, reads=reads, function=function)
        setattr(function, _MARK, (*getattr(function, _MARK, ()), handler))
        return function

    return mark


Handlers = dict[tuple[str, str], EventHandler]


def event_handlers(service_class: type) -> Handlers:
    """The marked handlers of a class and its parents, by (source, type); one type has one handler."""
    handlers: Handlers = {}
    for name in dir(service_class):
        for handler in getattr(getattr(service_class, name), _MARK, ()):
            if (handler.source, handler.type) in handlers:
                raise SystemExit(f"{service_class.__name__} handles {handler.type} of {handler.source} twice")
            handlers[handler.source, handler.type] = handler
    return handlers


class Consumer:
    """Runs deliveries of one queue: the inbox row, the effect, its events and the guard commit together."""

    def __init__(self, service_class: type, source: str, sessions: Sessions) -> None:
        self.queue = event_queue(sessions.service, source)
        self.sessions = sessions
        self._service = service_class()
        self._tables = rebuild.made_of_events(service_class)
        self._queues = sorted({event_queue(sessions.service, origin) for origin, _ in event_handlers(service_class)})
        self._handlers = {
            kind: handler for (origin, kind), handler in event_handlers(service_class).items() if origin == source
        }

    def handle(self, event: Event) -> Outcome:
        """Raises UnreadableError for good, or whatever the handler raised, with nothing committed."""
        handler = self._handlers.get(event.type)
        if handler is None:
            return Outcome.IGNORED
        data = _read(handler, event)
        with self.sessions.writing() as session:
            is_rebuild = event.is_replayed and rebuild.enter(session)
            verdict = inbox.receive(session, self.queue, event, is_rebuild=is_rebuild)
            if verdict is not Verdict.NEW:
                return self._settle(session, event, verdict)
            crash.point("consumer.after_inbox")
            session.info["context"] = _context(self.sessions.service, event)
            delivery = Delivery(
                session=session, data=data, event=event.attributes, now=clock.now(), is_rebuild=is_rebuild
            )
            handler.function(self._service, delivery)
            session.flush()
            crash.point("consumer.after_effect")
            inbox.applied(session, self.queue, event)
            session.commit()
            crash.point("consumer.after_commit")
        return Outcome.DONE

    def turn(self, turn: rebuild.Turn, replay_id: str) -> None:
        """A replay of the log begins or ends in this queue."""
        with self.sessions.writing() as session:
            rebuild.carry_out(
                session, turn, replay_id=replay_id, queue=self.queue, queues=self._queues, tables=self._tables
            )
            session.commit()

    def discard(self, event: Event) -> None:
        """Count an event as done without its effect, because a person decided so."""
        with self.sessions.writing() as session:
            inbox.receive(session, self.queue, event)
            inbox.applied(session, self.queue, event)
            session.commit()

    def _settle(self, session: Any, event: Event, verdict: Verdict) -> Outcome:
        if verdict is Verdict.BLOCKED:
            inbox.park(session, self.queue, event)
            outcome = Outcome.PARKED
        else:
            inbox.forget(session, self.queue, event.id)
            outcome = Outcome(verdict.value)
        session.commit()
        return outcome


def _read(handler: EventHandler, event: Event) -> dict[str, Any]:
    try:
        data: dict[str, Any] = handler.reads.load(event.data)
    except ValidationError as error:
        first = field_errors(error)[0]
        raise UnreadableError(f"{event.type} at {first['pointer']}: {first['message']}") from error
    return data


def _context(service: str, event: Event) -> Context:
    attributes = event.attributes
    return Context(
        actor=f"service:{service}",
        correlation_id=attributes.get("correlationid"),
        causation_id=event.id,
        traceparent=attributes.get("traceparent"),
    )
