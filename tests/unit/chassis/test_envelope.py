"""The envelope carries the same attributes for every fact, and never changes its bytes."""

import json
import uuid
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any, ClassVar

import pytest

from chassis import envelope
from chassis.context import Context
from chassis.delivery import UndecodableError, parse
from chassis.wire import plain

AT = datetime(2026, 5, 4, 3, 2, 1, 987654, tzinfo=UTC)
CONTEXT = Context(actor="person:1", correlation_id="c", causation_id="k", traceparent="00-t-s-01")
LOAF = uuid.UUID(int=7)


class Flour(StrEnum):
    RYE = "rye"


@dataclass(frozen=True, kw_only=True)
class LoafSold:
    """A fact with every kind of field."""

    TYPE: ClassVar[str] = "loaf.sold.v1"
    SUBJECT: ClassVar[str] = "loaf"
    EXTENSIONS: ClassVar[dict[str, str]] = {"shopid": "shop_id", "regionid": "region_id"}
    loaf_id: uuid.UUID
    shop_id: uuid.UUID
    region_id: uuid.UUID | None = None
    price: Decimal = Decimal("3.50")
    flour: Flour = Flour.RYE
    sold_on: date = date(2026, 5, 4)
    sold_at: datetime = AT
    slices: tuple[int, ...] = (1, 2)
    note: str = "ñandú"


def rendered(fact: LoafSold, context: Context = CONTEXT) -> str:
    data = envelope.data_of(fact)
    return envelope.render(fact, event_id=uuid.UUID(int=1), service="shop", data=data, at=AT, context=context)


FACT = LoafSold(loaf_id=LOAF, shop_id=uuid.UUID(int=8))


def test_every_attribute_is_where_readers_look_for_it() -> None:
    event = json.loads(envelope.complete(rendered(FACT), aggregateversion=3, position=12))
    assert event == {
        "specversion": "1.0",
        "sequence": "00000000000000000012",
        "aggregateversion": 3,
        "id": str(uuid.UUID(int=1)),
        "source": "/prm/shop",
        "type": "loaf.sold.v1",
        "subject": f"loaf/{LOAF}",
        "time": "2026-05-04T03:02:01.987Z",
        "datacontenttype": "application/json",
        "dataschema": "/schemas/loaf.sold.v1",
        "partitionkey": f"loaf/{LOAF}",
        "correlationid": "c",
        "causationid": "k",
        "traceparent": "00-t-s-01",
        "actor": "person:1",
        "shopid": str(uuid.UUID(int=8)),
        "data": event["data"],
    }
    assert event["data"] == {
        "loaf_id": str(LOAF),
        "shop_id": str(uuid.UUID(int=8)),
        "region_id": None,
        "price": "3.50",
        "flour": "rye",
        "sold_on": "2026-05-04",
        "sold_at": "2026-05-04T03:02:01.987Z",
        "slices": [1, 2],
        "note": "ñandú",
    }


def test_what_is_unknown_is_absent_not_null() -> None:
    event = json.loads(envelope.complete(rendered(FACT, Context(actor="service:shop")), aggregateversion=1))
    assert not {"correlationid", "causationid", "traceparent", "regionid", "sequence"} & event.keys()


def test_names_of_attributes_keep_the_rules_of_cloudevents() -> None:
    event = json.loads(envelope.complete(rendered(FACT), aggregateversion=1, position=1))
    assert all(name.isalnum() and name.islower() and len(name) <= 20 for name in event)


def test_the_headers_mirror_the_attributes_without_data() -> None:
    event = json.loads(envelope.complete(rendered(FACT), aggregateversion=1, position=1))
    headers = envelope.headers(event)
    assert headers["cloudEvents_specversion"] == "1.0"
    assert headers["cloudEvents_shopid"] == event["shopid"]
    assert headers["cloudEvents_aggregateversion"] == 1
    assert not any(name.removeprefix("cloudEvents_") == "data" for name in headers)


def test_an_event_above_the_limit_is_refused() -> None:
    with pytest.raises(envelope.EventTooLargeError):
        rendered(LoafSold(loaf_id=LOAF, shop_id=LOAF, note="a" * envelope.MAX_BYTES))


def test_what_is_written_can_be_read() -> None:
    event = parse(envelope.complete(rendered(FACT), aggregateversion=2, position=5))
    assert (event.publisher, event.type, event.subject, event.version) == (
        "shop",
        "loaf.sold.v1",
        f"loaf/{LOAF}",
        2,
    )
    assert event.data["price"] == "3.50"


@pytest.mark.parametrize(
    "change", [{"id": None}, {"subject": 3}, {"aggregateversion": 0}, {"aggregateversion": True}, {"type": None}]
)
def test_half_an_envelope_is_refused(change: dict[str, Any]) -> None:
    event = json.loads(envelope.complete(rendered(FACT), aggregateversion=1, position=1)) | change
    with pytest.raises(UndecodableError):
        parse(json.dumps(event))


def test_a_value_without_an_agreed_form_is_refused() -> None:
    with pytest.raises(TypeError, match="no agreed form"):
        plain({"oven": object()})
