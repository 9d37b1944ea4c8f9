"""The real services called in this process: their own databases, no broker; facts of partners reach deals at once."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Engine

from chassis.context import Principal
from chassis.testing import Harness
from gateway.rpc import Request
from services.deals.service import DealsService
from services.partners.service import PartnersService
from tests.gateway.canned import Settled

FACTS = ("created", "updated", "activated", "suspended", "reinstated", "terminated")
READ_BY_DEALS = {f"partner.{fact}.v1" for fact in FACTS}


class RealServices:
    """The way to the services, as the gateway sees it."""

    def __init__(self, engines: dict[str, Engine]) -> None:
        self.engines = engines
        self.partners = Harness(PartnersService, engines["partners"])
        self.deals = Harness(DealsService, engines["deals"])
        self._carried = 0

    def submit(self, request: Request) -> Settled:
        return Settled(lambda: self._call(request))

    def is_connected(self) -> bool:
        return True

    def _call(self, request: Request) -> Any:
        harness: Harness = getattr(self, request.service)
        answer = harness.call(
            request.method,
            dict(request.command),
            principal=Principal.from_header(request.headers["prm-principal"]),
            command_id=request.headers.get("prm-command-id"),
            request_hash=request.headers.get("prm-request-hash"),
            channel=request.headers.get("prm-channel", "api"),
        )
        if request.service == "partners":
            self._carry()
        return answer

    def _carry(self) -> None:
        events = self.partners.events()
        for event in events[self._carried :]:
            if event["type"] in READ_BY_DEALS:
                self.deals.deliver(
                    "partners",
                    event["type"],
                    event["data"],
                    subject=event["subject"],
                    version=event["aggregateversion"],
                    event_id=event["id"],
                )
        self._carried = len(events)
