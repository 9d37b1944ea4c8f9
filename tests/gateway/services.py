"""Two ways to stand in for the broker: canned answers at the edge, or the real services called in this process."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from sqlalchemy import Engine

from chassis.context import Principal
from chassis.errors import ServiceError
from chassis.testing import Harness
from gateway.rpc import Request
from services.deals.service import DealsService
from services.partners.service import PartnersService

SERVICES = Path(__file__).parents[2] / "services"


class Settled:
    """An answer that is there already."""

    def __init__(self, answer: Callable[[], Any]) -> None:
        self._answer = answer

    def result(self) -> Any:
        return self._answer()


class CannedServices:
    """Answers each method with what the test put there, and remembers every request."""

    def __init__(self) -> None:
        self.answers: dict[str, Any] = {}
        self.asked: list[Request] = []

    def submit(self, request: Request) -> Settled:
        self.asked.append(request)
        found = self.answers.get(request.method, {})
        if isinstance(found, ServiceError):
            return Settled(lambda: _raise(found))
        return Settled(lambda: found(dict(request.command)) if callable(found) else found)

    def is_connected(self) -> bool:
        return True

    @property
    def last(self) -> Request:
        return self.asked[-1]

    def principal(self) -> Principal:
        return Principal.from_header(self.last.headers["prm-principal"])


def _raise(error: ServiceError) -> Any:
    raise error


class RealServices:
    """partners and deals with their own databases, without a broker; facts of partners reach deals at once."""

    def __init__(self, engines: dict[str, Engine]) -> None:
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


READ_BY_DEALS = {f"partner.{fact}.v1" for fact in ("created", "updated", "activated", "suspended", "reinstated", "terminated")}
