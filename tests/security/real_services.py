"""The real services called in this process: their own databases, no broker; each event reaches its readers at once."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Engine, select

from chassis.consumer import event_handlers
from chassis.context import Principal
from chassis.database import outbox
from chassis.envelope import complete
from chassis.service_class import load_service
from chassis.testing import Harness
from gateway.rpc import Request
from tests.gateway.canned import Settled


class RealServices:
    """The way to the services, as the gateway sees it."""

    def __init__(self, engines: Mapping[str, Engine]) -> None:
        self.engines = engines
        classes = {name: load_service(f"services.{name}") for name in engines}
        self.harnesses = {name: Harness(classes[name], engines[name]) for name in engines}
        self._reads = {name: set(event_handlers(classes[name])) for name in engines}
        self._carried = dict.fromkeys(engines, 0)

    def submit(self, request: Request) -> Settled:
        return Settled(lambda: self._call(request))

    def is_connected(self) -> bool:
        return True

    def carry(self) -> None:
        """Every event recorded so far to whoever reads it, and what that causes, until nobody has anything to say."""
        while any(self._carry_from(source) for source in self.engines):
            pass

    def _call(self, request: Request) -> Any:
        answer = self.harnesses[request.service].call(
            request.method,
            dict(request.command),
            principal=Principal.from_header(request.headers["prm-principal"]),
            command_id=request.headers.get("prm-command-id"),
            request_hash=request.headers.get("prm-request-hash"),
            seal_key=request.headers.get("prm-seal-key"),
            channel=request.headers.get("prm-channel", "api"),
        )
        if self._carry_from(request.service):
            self.carry()
        return answer

    def _carry_from(self, source: str) -> int:
        """How many new events that service had."""
        statement = select(outbox.c.seq, outbox.c.envelope, outbox.c.aggregateversion).order_by(outbox.c.seq)
        with self.harnesses[source].sessions.reading() as session:
            rows = session.execute(statement.where(outbox.c.seq > self._carried[source])).all()
        for seq, envelope, version in rows:
            self._carried[source] = seq
            self._hand_round(source, json.loads(complete(envelope, aggregateversion=version)))
        return len(rows)

    def _hand_round(self, source: str, event: dict[str, Any]) -> None:
        for name, reads in self._reads.items():
            if (source, event["type"]) in reads:
                self.harnesses[name].deliver(
                    source,
                    event["type"],
                    event["data"],
                    subject=event["subject"],
                    version=event["aggregateversion"],
                    event_id=event["id"],
                )
