"""A replay of the log empties what a service made of events, fills it again, and lets live events wait meanwhile."""

import json
import uuid
from typing import Any

import pika

from chassis.rebuild import Turn, headers_of
from tests.bakery.running import Bakery, wait_for

QUEUE = "q.shop.oven"


def envelope(loaf_id: str, version: int) -> bytes:
    name = "loaf.baked.v1" if version == 1 else "loaf.turned.v1"
    event = {
        "specversion": "1.0",
        "id": str(uuid.uuid5(uuid.UUID(loaf_id), str(version))),
        "source": "/prm/oven",
        "type": name,
        "subject": f"loaf/{loaf_id}",
        "aggregateversion": version,
        "data": {"loaf_id": loaf_id, "flour": "rye", "turns": version - 1},
    }
    return json.dumps(event).encode()


def publish(bakery: Bakery, body: bytes, **headers: Any) -> None:
    properties = pika.BasicProperties(content_type="application/cloudevents+json", delivery_mode=2, headers=headers)
    with bakery.channel() as channel:
        channel.basic_publish("", QUEUE, body, properties)


def say(bakery: Bakery, turn: Turn, replay_id: str) -> None:
    publish(bakery, b"{}", **headers_of(turn, replay_id))


def replay(bakery: Bakery, loaf_id: str, version: int) -> None:
    publish(bakery, envelope(loaf_id, version), **{"prm-replay": "1"})


def shelf(bakery: Bakery, loaf_id: str) -> list[int]:
    return [turns for (turns,) in bakery.rows("shop", "SELECT turns FROM shelf WHERE loaf_id = :l", l=loaf_id)]


def diary(bakery: Bakery, loaf_id: str) -> list[int]:
    rows = bakery.rows("shop", "SELECT version FROM diary WHERE subject = :s ORDER BY entry", s=f"loaf/{loaf_id}")
    return [version for (version,) in rows]


def parked(bakery: Bakery, loaf_id: str) -> list[int]:
    rows = bakery.rows(
        "shop", "SELECT version FROM waiting_event WHERE subject = :s AND state = 'parked'", s=f"loaf/{loaf_id}"
    )
    return sorted(version for (version,) in rows)


def test_a_rebuild_is_what_it_was_before(bakery: Bakery) -> None:
    loaf_id, replay_id = str(uuid.uuid4()), str(uuid.uuid4())
    for version in (1, 2, 3):
        publish(bakery, envelope(loaf_id, version))
    wait_for(lambda: diary(bakery, loaf_id) == [1, 2, 3])
    say(bakery, Turn.BEGIN, replay_id)
    wait_for(lambda: not diary(bakery, loaf_id))
    for version in (1, 2, 3):
        replay(bakery, loaf_id, version)
    say(bakery, Turn.END, replay_id)
    wait_for(lambda: diary(bakery, loaf_id) == [1, 2, 3])
    assert shelf(bakery, loaf_id) == [2]


def test_a_live_event_waits_for_the_end_of_the_replay_and_takes_effect_once(bakery: Bakery) -> None:
    loaf_id, replay_id = str(uuid.uuid4()), str(uuid.uuid4())
    for version in (1, 2):
        publish(bakery, envelope(loaf_id, version))
    wait_for(lambda: diary(bakery, loaf_id) == [1, 2])
    say(bakery, Turn.BEGIN, replay_id)
    for version in (3, 4):
        publish(bakery, envelope(loaf_id, version))
    wait_for(lambda: parked(bakery, loaf_id) == [3, 4])
    for version in (1, 2, 3):  # The third was logged before the replay had read to the end.
        replay(bakery, loaf_id, version)
    wait_for(lambda: diary(bakery, loaf_id) == [1, 2, 3])
    say(bakery, Turn.END, replay_id)
    wait_for(lambda: diary(bakery, loaf_id) == [1, 2, 3, 4])
    wait_for(lambda: not parked(bakery, loaf_id))
    assert shelf(bakery, loaf_id) == [3]


def test_the_beginning_of_one_replay_delivered_again_empties_nothing(bakery: Bakery) -> None:
    loaf_id, replay_id = str(uuid.uuid4()), str(uuid.uuid4())
    say(bakery, Turn.BEGIN, replay_id)
    replay(bakery, loaf_id, 1)
    say(bakery, Turn.END, replay_id)
    wait_for(lambda: diary(bakery, loaf_id) == [1])
    say(bakery, Turn.BEGIN, replay_id)
    publish(bakery, envelope(loaf_id, 2))
    wait_for(lambda: diary(bakery, loaf_id) == [1, 2])
