"""Events as the services publish them, for tests of what outbound does with them."""

import json
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from chassis.database import uuid7
from chassis.envelope import complete
from chassis.wire import dumps
from gateway.outbound.arrivals import Arrival, read_arrival

AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
FOR_PARTNERS = frozenset({"deal_registration.approved.v1", "deal_registration.submitted.v1", "partner.activated.v1"})


def audience_of(event_type: str) -> str:
    return "partner" if event_type in FOR_PARTNERS else "staff"


class Publisher:
    """A service as outbound sees it: it numbers its events, and nothing more."""

    def __init__(self, service: str = "deals") -> None:
        self.service = service
        self.sequence = 0

    def body(
        self,
        event_type: str = "deal_registration.approved.v1",
        *,
        subject: str | None = None,
        partner_id: UUID | None = None,
        data: dict[str, Any] | None = None,
        time: datetime = AT,
        event_id: UUID | None = None,
        version: int = 1,
        correlation: str = "",
    ) -> bytes:
        self.sequence += 1
        attributes = {
            "id": str(event_id or uuid7()),
            "source": f"/prm/{self.service}",
            "type": event_type,
            "subject": subject or f"{event_type.partition('.')[0]}/{uuid7()}",
            "time": time.isoformat(),
            "datacontenttype": "application/json",
            "actor": "service:test",
            "correlationid": correlation or str(uuid7()),
        }
        if partner_id is not None:
            attributes["partnerid"] = str(partner_id)
        body = dumps({**attributes, "data": data or {}})
        return complete(body, aggregateversion=version, position=self.sequence).encode()

    def arrival(self, *arguments: Any, **more: Any) -> Arrival:
        return read_arrival(self.service, self.body(*arguments, **more), "application/cloudevents+json", "utf-8")


def ids(body: bytes) -> list[str]:
    return [event["id"] for event in json.loads(body)]
