"""The event lane on a real broker: once, in order, and never lost, whatever a message or a handler does."""

import json
import pickle
import uuid
from collections.abc import Iterator
from typing import Any

import pika
import pytest

from tests.bakery.running import Bakery, Caller, wait_for

QUEUE = "q.shop.oven"


def diary(bakery: Bakery, loaf_id: str) -> list[int]:
    rows = bakery.rows("shop", "SELECT version FROM diary WHERE subject = :s ORDER BY entry", s=f"loaf/{loaf_id}")
    return [version for (version,) in rows]


def plant_fault(bakery: Bakery, loaf_id: str) -> None:
    bakery.change("shop", "INSERT INTO fault VALUES (:s, 1)", s=f"loaf/{loaf_id}")


def mend(bakery: Bakery) -> None:
    bakery.change("shop", "DELETE FROM fault")


@pytest.fixture(autouse=True)
def _no_fault_left(open_shop: Bakery) -> Iterator[None]:
    yield
    mend(open_shop)


def waiting(bakery: Bakery, loaf_id: str) -> list[tuple[int, str]]:
    statement = "SELECT version, state FROM waiting_event WHERE subject = :s ORDER BY version"
    return [(version, state) for version, state in bakery.rows("shop", statement, s=f"loaf/{loaf_id}")]


def bake(caller: Caller, turns: int = 0) -> str:
    loaf_id: str = caller.call("oven.bake_loaf", {"flour": "rye"})["result"]["loaf_id"]
    for _ in range(turns):
        caller.call("oven.turn_loaf", {"loaf_id": loaf_id})
    return loaf_id


def envelope(event_id: str, loaf_id: str, version: int = 1, **changes: Any) -> bytes:
    event = {
        "specversion": "1.0",
        "id": event_id,
        "source": "/prm/oven",
        "type": "loaf.baked.v1",
        "subject": f"loaf/{loaf_id}",
        "aggregateversion": version,
        "data": {"loaf_id": loaf_id, "flour": "rye"},
        **changes,
    }
    return json.dumps(event).encode()


def publish(bakery: Bakery, body: bytes, **properties: Any) -> None:
    known = {"content_type": "application/cloudevents+json", "delivery_mode": 2, **properties}
    with bakery.channel() as channel:
        channel.basic_publish("", QUEUE, body, pika.BasicProperties(**known))


def test_an_event_delivered_three_times_takes_effect_once(bakery: Bakery) -> None:
    loaf_id, event_id = str(uuid.uuid4()), str(uuid.uuid4())
    for _ in range(3):
        publish(bakery, envelope(event_id, loaf_id))
    wait_for(lambda: diary(bakery, loaf_id))
    wait_for(lambda: not bakery.depth(QUEUE))
    assert diary(bakery, loaf_id) == [1]


def test_an_event_older_than_the_last_applied_one_has_no_effect(bakery: Bakery) -> None:
    loaf_id = str(uuid.uuid4())
    publish(bakery, envelope(str(uuid.uuid4()), loaf_id, version=2))
    wait_for(lambda: diary(bakery, loaf_id) == [2])
    publish(bakery, envelope(str(uuid.uuid4()), loaf_id, version=1))
    other = str(uuid.uuid4())
    publish(bakery, envelope(str(uuid.uuid4()), other))
    wait_for(lambda: diary(bakery, other))
    assert diary(bakery, loaf_id) == [2]


def test_later_events_of_a_failed_subject_park_and_follow_in_order_while_others_flow(
    bakery: Bakery, caller: Caller
) -> None:
    loaf_id = bake(caller)
    wait_for(lambda: diary(bakery, loaf_id) == [1])
    plant_fault(bakery, loaf_id)
    for _ in range(4):
        caller.call("oven.turn_loaf", {"loaf_id": loaf_id})
    wait_for(lambda: waiting(bakery, loaf_id) == [(2, "retry"), (3, "parked"), (4, "parked"), (5, "parked")])
    free = bake(caller, turns=1)
    wait_for(lambda: diary(bakery, free) == [1, 2])
    mend(bakery)
    wait_for(lambda: diary(bakery, loaf_id) == [1, 2, 3, 4, 5], seconds=25)
    assert waiting(bakery, loaf_id) == []
    assert bakery.value("shop", "SELECT turns FROM shelf WHERE loaf_id = :id", id=loaf_id) == 4


def test_a_failing_event_climbs_the_ladder_and_ends_in_the_dead_letter_with_its_reason(
    bakery: Bakery, caller: Caller
) -> None:
    loaf_id = str(uuid.uuid4())
    plant_fault(bakery, loaf_id)
    body = envelope(str(uuid.uuid4()), loaf_id)
    publish(bakery, body)
    for attempt, step in enumerate(("10s", "1m", "10m"), start=1):
        properties, found = bakery.take(f"retry.{QUEUE}.{step}")
        assert found == body
        assert properties.headers["prm-attempt"] == attempt
        publish(bakery, found, headers=properties.headers)  # as the queue would when the rest is over
    properties, found = bakery.take(f"dlq.{QUEUE}")
    assert found == body
    assert properties.headers["prm-attempt"] == 4
    assert properties.headers["prm-error-reason"] == "error"
    assert "a planted fault" in properties.headers["prm-error-message"]
    assert properties.headers["prm-error-first-at"] <= properties.headers["prm-error-at"]
    assert waiting(bakery, loaf_id) == [(1, "dead")]
    bakery.change("shop", "DELETE FROM waiting_event WHERE subject = :s", s=f"loaf/{loaf_id}")


def test_an_event_the_reader_cannot_read_is_dead_at_once_and_blocks_its_subject(bakery: Bakery) -> None:
    loaf_id = str(uuid.uuid4())
    publish(bakery, envelope(str(uuid.uuid4()), loaf_id, data={"loaf_id": "no uuid"}))
    properties, _ = bakery.take(f"dlq.{QUEUE}")
    assert properties.headers["prm-error-reason"] == "unreadable"
    publish(bakery, envelope(str(uuid.uuid4()), loaf_id, version=2))
    wait_for(lambda: waiting(bakery, loaf_id) == [(1, "dead"), (2, "parked")])
    bakery.change("shop", "DELETE FROM waiting_event WHERE subject = :s", s=f"loaf/{loaf_id}")


UNDECODABLE: dict[str, tuple[bytes, dict[str, Any]]] = {
    "a pickle": (pickle.dumps({"id": 1}), {"content_type": "application/x-python-serialize"}),
    "a pickle that says it is an event": (pickle.dumps({"id": 1}), {}),
    "no content type": (envelope("e", "l"), {"content_type": None}),
    "broken JSON": (b'{"id": ', {}),
    "not a number of JSON": (envelope("e", "l").replace(b'"rye"', b"NaN"), {}),
    "bad UTF-8": (b'{"id": "\xff"}', {}),
    "a very deep body": (b"[" * 50_000, {}),
    "no envelope": (b'{"loaf_id": 3}', {}),
    "no version": (envelope("e", "l", version=0), {}),
    "far too much": (envelope("e", "l", data={"loaf_id": "a" * 140_000}), {}),
    "compressed": (envelope("e", "l"), {"headers": {"compression": "application/x-gzip"}}),
}


@pytest.mark.parametrize("kind", UNDECODABLE)
def test_what_is_no_event_ends_in_the_dead_letter_and_the_lane_lives(kind: str, bakery: Bakery) -> None:
    body, properties = UNDECODABLE[kind]
    publish(bakery, body, **properties)
    letter, found = bakery.take(f"dlq.{QUEUE}")
    assert found == body
    assert letter.headers["prm-error-reason"] == "undecodable"
    loaf_id = str(uuid.uuid4())
    publish(bakery, envelope(str(uuid.uuid4()), loaf_id))
    wait_for(lambda: diary(bakery, loaf_id) == [1])


def test_an_event_that_was_in_hand_at_many_deaths_is_buried_as_a_killer(bakery: Bakery) -> None:
    bakery["shop"].stop()
    loaf_id = str(uuid.uuid4())
    publish(bakery, envelope(str(uuid.uuid4()), loaf_id))
    with bakery.channel() as channel:
        for count, (method, _, _) in enumerate(channel.consume(QUEUE, inactivity_timeout=10), start=1):
            assert method
            channel.basic_nack(method.delivery_tag, requeue=True)
            if count == 10:
                break
        channel.cancel()
    bakery["shop"].start()
    properties, _ = bakery.take(f"dlq.{QUEUE}")
    assert properties.headers["prm-error-reason"] == "crash"
    assert diary(bakery, loaf_id) == []
    bakery.change("shop", "DELETE FROM waiting_event WHERE subject = :s", s=f"loaf/{loaf_id}")


def test_a_service_with_a_twin_keeps_the_order_because_one_of_them_consumes(bakery: Bakery, caller: Caller) -> None:
    twin = bakery.another("shop")
    twin.start()
    loaf_id = bake(caller, turns=20)
    wait_for(lambda: len(diary(bakery, loaf_id)) == 21)
    assert diary(bakery, loaf_id) == list(range(1, 22))
    twin.stop()


def test_readiness_tells_when_a_lane_no_longer_consumes(bakery: Bakery) -> None:
    assert bakery["shop"].answers("/readyz")
    with bakery.channel() as channel:
        channel.queue_delete(QUEUE)
    wait_for(lambda: not bakery["shop"].answers("/readyz"))
    bakery.declare_again()
    wait_for(lambda: bakery["shop"].answers("/readyz"), 30)
