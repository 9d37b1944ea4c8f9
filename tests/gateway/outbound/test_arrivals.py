"""What outbound takes for an event."""

import json

import pytest

from gateway.outbound.arrivals import MOST_BYTES, MalformedEventError, read_arrival
from tests.gateway.outbound.publisher import Publisher

GOOD = "application/cloudevents+json"


def refusal(
    body: bytes, content_type: str | None = GOOD, encoding: str | None = "utf-8", service: str = "deals"
) -> str:
    with pytest.raises(MalformedEventError) as caught:
        read_arrival(service, body, content_type, encoding)
    return caught.value.reason


def test_the_bytes_are_kept_as_published(deals: Publisher) -> None:
    body = deals.body()
    assert read_arrival("deals", body, GOOD, "utf-8").body == body


def test_an_event_of_another_service_is_refused(deals: Publisher) -> None:
    assert refusal(deals.body(), service="partners") == "foreign_source"


@pytest.mark.parametrize("content_type", [None, "application/json", "application/x-python-serialize"])
def test_another_content_type_is_refused(deals: Publisher, content_type: str | None) -> None:
    assert refusal(deals.body(), content_type) == "content_type"


def test_a_compressed_body_is_refused_unopened(deals: Publisher) -> None:
    assert refusal(deals.body(), encoding="gzip") == "content_encoding"


@pytest.mark.parametrize(
    "body",
    [b"\x80\x04K\x01.", b"{", b"[]", b'"text"', b"\xff\xfe", b"[" * 20_000, b'{"a":1,"a":2}', b'{"data":NaN}'],
    ids=["pickle", "cut", "array", "string", "not utf-8", "deep", "member twice", "NaN"],
)
def test_what_is_not_json_is_refused(body: bytes) -> None:
    assert refusal(body) == "not_json"


def test_a_body_over_the_limit_is_refused_before_it_is_read() -> None:
    assert refusal(b" " * (MOST_BYTES + 1)) == "too_large"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("id", "17"),
        ("sequence", "12"),
        ("sequence", None),
        ("aggregateversion", 0),
        ("aggregateversion", "1"),
        ("aggregateversion", True),
        ("time", "2026-03-02T09:00:00"),
        ("type", ""),
        ("subject", "a\x00b"),
        ("partnerid", "not-an-id"),
        ("specversion", "0.3"),
    ],
)
def test_a_broken_attribute_is_refused(deals: Publisher, name: str, value: object) -> None:
    event = json.loads(deals.body()) | {name: value}
    assert refusal(json.dumps(event).encode()) == "envelope"


@pytest.mark.parametrize("name", ["id", "type", "subject", "time", "sequence", "aggregateversion"])
def test_a_missing_attribute_is_refused(deals: Publisher, name: str) -> None:
    event = json.loads(deals.body())
    del event[name]
    assert refusal(json.dumps(event).encode()) == "envelope"
