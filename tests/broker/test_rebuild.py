"""A replay of the log makes anew, unseen, what a service made of events, and lets live events wait meanwhile."""

import json
import uuid
from typing import Any

import pika
import pytest
from sqlalchemy import text

from chassis.database import uuid7
from chassis.rebuild import TWINS, Turn, headers_of
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


def under_way(bakery: Bakery) -> list[str]:
    return [found for (found,) in bakery.rows("shop", "SELECT replay_id FROM rebuilding WHERE NOT is_over")]


def twins(bakery: Bakery, loaf_id: str) -> list[int]:
    """What the diary that is being made anew says so far."""
    statement = f"SELECT version FROM {TWINS}.diary WHERE subject = :s ORDER BY entry"
    return [version for (version,) in bakery.rows("shop", statement, s=f"loaf/{loaf_id}")]


def parked(bakery: Bakery, loaf_id: str) -> list[int]:
    rows = bakery.rows(
        "shop", "SELECT version FROM waiting_event WHERE subject = :s AND state = 'parked'", s=f"loaf/{loaf_id}"
    )
    return sorted(version for (version,) in rows)


def test_a_rebuild_is_what_it_was_before_and_nobody_sees_it_being_made(bakery: Bakery) -> None:
    loaf_id, replay_id = str(uuid.uuid4()), str(uuid7())
    for version in (1, 2, 3):
        publish(bakery, envelope(loaf_id, version))
    wait_for(lambda: diary(bakery, loaf_id) == [1, 2, 3])
    say(bakery, Turn.BEGIN, replay_id)
    wait_for(lambda: under_way(bakery) == [replay_id])
    for version in (1, 2):
        replay(bakery, loaf_id, version)
    wait_for(lambda: twins(bakery, loaf_id) == [1, 2])
    assert (diary(bakery, loaf_id), shelf(bakery, loaf_id)) == ([1, 2, 3], [2])
    replay(bakery, loaf_id, 3)
    say(bakery, Turn.END, replay_id)
    wait_for(lambda: not under_way(bakery))
    assert (diary(bakery, loaf_id), shelf(bakery, loaf_id)) == ([1, 2, 3], [2])


def test_what_no_event_of_the_log_says_is_gone_after_a_rebuild(bakery: Bakery) -> None:
    loaf_id, other_id, replay_id = str(uuid.uuid4()), str(uuid.uuid4()), str(uuid7())
    for made in (loaf_id, other_id):
        publish(bakery, envelope(made, 1))
        wait_for(lambda made=made: diary(bakery, made) == [1])  # type: ignore[misc]
    say(bakery, Turn.BEGIN, replay_id)
    replay(bakery, loaf_id, 1)
    say(bakery, Turn.END, replay_id)
    wait_for(lambda: not shelf(bakery, other_id))
    assert (diary(bakery, loaf_id), shelf(bakery, loaf_id)) == ([1], [0])


def test_a_live_event_waits_for_the_end_of_the_replay_and_takes_effect_once(bakery: Bakery) -> None:
    loaf_id, replay_id = str(uuid.uuid4()), str(uuid7())
    for version in (1, 2):
        publish(bakery, envelope(loaf_id, version))
    wait_for(lambda: diary(bakery, loaf_id) == [1, 2])
    say(bakery, Turn.BEGIN, replay_id)
    for version in (3, 4):
        publish(bakery, envelope(loaf_id, version))
    wait_for(lambda: parked(bakery, loaf_id) == [3, 4])
    for version in (1, 2, 3):  # The third was logged before the replay had read to the end.
        replay(bakery, loaf_id, version)
    say(bakery, Turn.END, replay_id)
    wait_for(lambda: diary(bakery, loaf_id) == [1, 2, 3, 4])
    wait_for(lambda: not parked(bakery, loaf_id))
    assert shelf(bakery, loaf_id) == [3]


def test_a_rebuild_that_was_cut_short_is_begun_again(bakery: Bakery) -> None:
    """What is left in the queue of the one that was given up neither begins it again nor ends the second one."""
    loaf_id, first, second = str(uuid.uuid4()), str(uuid7()), str(uuid7())
    for version in (1, 2):
        publish(bakery, envelope(loaf_id, version))
    wait_for(lambda: diary(bakery, loaf_id) == [1, 2])
    say(bakery, Turn.BEGIN, first)
    wait_for(lambda: under_way(bakery) == [first])
    replay(bakery, loaf_id, 1)
    wait_for(lambda: twins(bakery, loaf_id) == [1])
    say(bakery, Turn.BEGIN, second)
    wait_for(lambda: under_way(bakery) == [second])
    for version in (1, 2):
        replay(bakery, loaf_id, version)
    say(bakery, Turn.BEGIN, first)
    say(bakery, Turn.END, first)
    replay(bakery, loaf_id, 3)
    wait_for(lambda: twins(bakery, loaf_id) == [1, 2, 3])
    assert (under_way(bakery), diary(bakery, loaf_id)) == ([second], [1, 2])
    say(bakery, Turn.END, second)
    wait_for(lambda: not under_way(bakery))
    assert (diary(bakery, loaf_id), shelf(bakery, loaf_id)) == ([1, 2, 3], [2])


@pytest.mark.parametrize("turn", Turn)
def test_a_rebuild_waits_while_somebody_holds_what_it_changes(bakery: Bakery, turn: Turn) -> None:
    """As a long report does, or whoever looks by hand; the lane keeps its message and says what it waits for."""
    loaf_id, replay_id = str(uuid.uuid4()), str(uuid7())
    waits = "a rebuild waits"
    said = bakery["shop"].log.read_text()
    table = {Turn.BEGIN: "rebuilding IN ROW SHARE MODE", Turn.END: "shelf IN ACCESS SHARE MODE"}[turn]
    with bakery.engines["shop"].connect() as reading:
        reading.execute(text(f"LOCK TABLE {table}"))
        say(bakery, Turn.BEGIN, replay_id)
        replay(bakery, loaf_id, 1)
        say(bakery, Turn.END, replay_id)
        wait_for(lambda: waits in bakery["shop"].log.read_text().removeprefix(said))
        assert diary(bakery, loaf_id) == []
    wait_for(lambda: diary(bakery, loaf_id) == [1])
    assert "bug in a lane" not in bakery["shop"].log.read_text().removeprefix(said)


def test_the_beginning_of_one_replay_delivered_again_changes_nothing(bakery: Bakery) -> None:
    loaf_id, replay_id = str(uuid.uuid4()), str(uuid7())
    say(bakery, Turn.BEGIN, replay_id)
    replay(bakery, loaf_id, 1)
    say(bakery, Turn.END, replay_id)
    wait_for(lambda: diary(bakery, loaf_id) == [1])
    for turn in Turn:
        say(bakery, turn, replay_id)
    publish(bakery, envelope(loaf_id, 2))
    wait_for(lambda: diary(bakery, loaf_id) == [1, 2])
