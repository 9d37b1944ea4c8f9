"""A service without a broker: calls, deliveries and jobs run through the real pipelines against a real PostgreSQL.

Owns the harness tests hold; refuses mocks, because the pipeline is what must be proved.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, select, text

from chassis import clock
from chassis.broker_names import REPLAY_HEADER
from chassis.consumer import Consumer, Outcome, event_handlers
from chassis.context import Principal
from chassis.contracts import Contracts
from chassis.database import MECHANISM, Sessions, outbox, uuid7
from chassis.delivery import Event, parse
from chassis.envelope import complete
from chassis.errors import ServiceError
from chassis.jobs import Job, run_once
from chassis.rebuild import Turn
from chassis.rpc import execute, rpc_methods
from chassis.rpc_request import Request
from chassis.service_class import contracts_folder, name_of
from chassis.wire import dumps, plain

ANYBODY = Principal()
SYSTEM = Principal(actor="service:test", scope="all")


def principal(person: str = "", *, roles: Sequence[str] = (), scope: str = "own", **claims: str) -> Principal:
    """A person with roles and claims: principal("p-1", roles=["baker"], scope="company", shop_id="s-1")."""
    actor = f"person:{person or uuid7()}"
    return Principal(actor=actor, roles=tuple(roles), scope=scope, claims={k: str(v) for k, v in claims.items()})


def event(
    source: str,
    event_type: str,
    data: dict[str, Any],
    *,
    subject: str,
    version: int,
    event_id: str | None = None,
    attributes: Mapping[str, Any] | None = None,
) -> Event:
    """An event as the broker would bring it; attributes say more of the envelope than a test mostly cares for."""
    envelope = {
        "id": event_id or str(uuid7()),
        "source": f"/prm/{source}",
        "type": event_type,
        "subject": subject,
        "time": plain(clock.now()),
        "actor": f"service:{source}",
        **plain({name: value for name, value in (attributes or {}).items() if value is not None}),
    }
    return parse(complete(dumps({**envelope, "data": plain(data)}), aggregateversion=version, position=version))


class Harness:
    """One service class on one migrated database."""

    def __init__(self, service_class: type, engine: Engine, contracts: Contracts | Path | None = None) -> None:
        found = contracts if contracts is not None else contracts_folder(service_class)
        documents = found if isinstance(found, Contracts) else Contracts(found)
        self.service_class = service_class
        self.sessions = Sessions(name_of(service_class), engine, documents)
        self._methods = rpc_methods(service_class)
        self._service = service_class()
        self._versions: dict[str, int] = {}
        self.heard: list[Event] = []

    def call(
        self,
        method: str,
        command: dict[str, Any] | None = None,
        *,
        principal: Principal = SYSTEM,
        command_id: str | None = None,
        request_hash: str | None = None,
        seal_key: str | None = None,
        channel: str = "test",
    ) -> Any:
        """The dumped reply, or ServiceError, as the caller behind the bus would get it."""
        body = plain(command or {})
        digest = request_hash or hashlib.sha256(dumps([method, body]).encode()).hexdigest()
        request = Request(
            command=body,
            principal=principal,
            command_id=command_id,
            request_hash=digest,
            seal_key=seal_key,
            channel=channel,
        )
        if method not in self._methods:
            raise ServiceError("not_found", "method_not_found", f"{method} is no method of {self.sessions.service}")
        return json.loads(execute(self._methods[method], self._service, request, self.sessions))

    def deliver(
        self,
        source: str,
        event_type: str,
        data: dict[str, Any],
        *,
        subject: str | None = None,
        version: int | None = None,
        event_id: str | None = None,
        attributes: Mapping[str, Any] | None = None,
    ) -> Outcome:
        """Hand an event to its handler; subject and version default to a fresh line of events."""
        about = subject or f"{event_type.partition('.')[0]}/{uuid7()}"
        number = version or self._versions.get(about, 0) + 1
        self._versions[about] = max(number, self._versions.get(about, 0))
        arriving = event(
            source, event_type, data, subject=about, version=number, event_id=event_id, attributes=attributes
        )
        self.heard.append(arriving)
        return self._consumer(source).handle(arriving)

    def turn(self, turn: Turn, replay_id: str) -> None:
        """A replay of the log begins or ends in every queue."""
        for source in sorted({source for source, _ in event_handlers(self.service_class)}):
            self._consumer(source).turn(turn, replay_id)

    def replay(self, events: Iterable[Event]) -> list[Outcome]:
        """Hand events over as they come out of the log."""
        marked = [replace(found, kept_headers={REPLAY_HEADER: "1"}) for found in events]
        return [self._consumer(found.publisher).handle(found) for found in marked]

    def rebuild(self, events: Iterable[Event] | None = None) -> list[Outcome]:
        """Make anew what is made of events, from all that was delivered here or in the order given."""
        replay_id = str(uuid7())
        self.turn(Turn.BEGIN, replay_id)
        outcomes = self.replay(self.heard if events is None else events)
        self.turn(Turn.END, replay_id)
        return outcomes

    def events(self, event_type: str | None = None) -> list[dict[str, Any]]:
        """Every recorded envelope in order, or those of one type."""
        statement = select(outbox.c.envelope, outbox.c.aggregateversion).order_by(outbox.c.seq)
        with self.sessions.reading() as session:
            rows = session.execute(statement).all()
        envelopes = [json.loads(complete(text_, aggregateversion=version)) for text_, version in rows]
        return [found for found in envelopes if event_type in (None, found["type"])]

    def published(self) -> list[str]:
        """The types recorded so far, in order."""
        return [found["type"] for found in self.events()]

    def run_job(self, chosen: Job) -> int:
        """Run a job until nothing is left; the number of rows it did."""
        total = 0
        while done := run_once(chosen, self.sessions):
            total += done
        return total

    def _consumer(self, source: str) -> Consumer:
        return Consumer(self.service_class, source, self.sessions)

    def forget_everything(self) -> None:
        """Empty the mechanism's tables, for a test that shares a database."""
        names = ", ".join(table.name for table in MECHANISM.sorted_tables if table.name != "relay_state")
        with self.sessions.engine.begin() as connection:
            connection.execute(text(f"TRUNCATE {names}"))
