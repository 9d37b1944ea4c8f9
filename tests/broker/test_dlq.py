"""The operator's tool: looks without changing, acts once, and keeps the order of a subject."""

import json
import os
import subprocess
import sys
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.bakery.running import ROOT, Bakery, wait_for
from tests.broker.test_consumer import QUEUE, diary, envelope, mend, plant_fault, publish, waiting

DEAD = f"dlq.{QUEUE}"


@pytest.fixture(autouse=True)
def _clean(bakery: Bakery) -> Iterator[None]:
    yield
    mend(bakery)
    bakery.change("shop", "DELETE FROM waiting_event")
    with bakery.channel() as channel:
        channel.queue_purge(DEAD)


def dlq(bakery: Bakery, *arguments: str) -> list[dict[str, Any]]:
    command = [sys.executable, "-W", "ignore", "-m", "chassis.dlq", *arguments]
    environment = os.environ | {"AMQP_URL": bakery.admin_url}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def bury(bakery: Bakery, loaf_id: str, version: int = 1) -> str:
    """A dead letter by way of a reader that cannot read it."""
    event_id, before = str(uuid.uuid4()), bakery.depth(DEAD)
    publish(bakery, envelope(event_id, loaf_id, version, data={}))
    wait_for(lambda: bakery.depth(DEAD) == before + 1)
    return event_id


def bury_good(bakery: Bakery, loaf_id: str) -> str:
    """A dead letter that would succeed now: its last attempt failed."""
    event_id = str(uuid.uuid4())
    plant_fault(bakery, loaf_id)
    publish(bakery, envelope(event_id, loaf_id), headers={"prm-attempt": 3})
    wait_for(lambda: bakery.depth(DEAD) == 1)
    return event_id


def test_list_show_and_export_change_nothing(bakery: Bakery, tmp_path: Path) -> None:
    loaf_id = str(uuid.uuid4())
    event_id = bury(bakery, loaf_id)
    assert dlq(bakery, "list", QUEUE) == [{"queue": QUEUE, "letters": 1, "reasons": {"unreadable": 1}}]
    (shown,) = dlq(bakery, "show", QUEUE, "--subject", f"loaf/{loaf_id}")
    assert shown["id"] == event_id
    assert shown["body"]["subject"] == f"loaf/{loaf_id}"
    dlq(bakery, "export", QUEUE, "--to", str(tmp_path / "letters.jsonl"))
    (line,) = (tmp_path / "letters.jsonl").read_text().splitlines()
    assert json.loads(line)["headers"]["prm-error-reason"] == "unreadable"
    wait_for(lambda: bakery.depth(DEAD) == 1)


def test_nothing_happens_without_execute(bakery: Bakery) -> None:
    event_id = bury(bakery, str(uuid.uuid4()))
    (told,) = dlq(bakery, "redrive", QUEUE)
    assert told["id"] == event_id
    assert told["redrive"] is False
    wait_for(lambda: bakery.depth(DEAD) == 1)


def test_a_redriven_event_takes_effect_once_and_frees_those_parked_behind_it(bakery: Bakery) -> None:
    loaf_id = str(uuid.uuid4())
    bury_good(bakery, loaf_id)
    for version in (2, 3):
        turned = {"type": "loaf.turned.v1", "data": {"loaf_id": loaf_id, "turns": version - 1}}
        publish(bakery, envelope(str(uuid.uuid4()), loaf_id, version, **turned))
    wait_for(lambda: waiting(bakery, loaf_id) == [(1, "dead"), (2, "parked"), (3, "parked")])
    mend(bakery)
    (done,) = dlq(bakery, "redrive", QUEUE, "--execute")
    assert done["redrive"] is True
    wait_for(lambda: diary(bakery, loaf_id) == [1, 2, 3])
    assert dlq(bakery, "redrive", QUEUE, "--execute") == []
    assert bakery.depth(DEAD) == 0


def test_a_letter_found_in_both_places_has_one_effect(bakery: Bakery) -> None:
    """As after a crash between the publish and the acknowledgement of a redrive."""
    loaf_id = str(uuid.uuid4())
    event_id = bury_good(bakery, loaf_id)
    mend(bakery)
    publish(bakery, envelope(event_id, loaf_id))
    wait_for(lambda: diary(bakery, loaf_id) == [1])
    dlq(bakery, "redrive", QUEUE, "--execute")
    wait_for(lambda: not bakery.depth(QUEUE) and not bakery.depth(DEAD))
    assert diary(bakery, loaf_id) == [1]


def test_a_later_event_is_not_redriven_past_an_earlier_dead_one(bakery: Bakery) -> None:
    loaf_id = str(uuid.uuid4())
    first = bury(bakery, loaf_id, 1)
    bakery.change("shop", "DELETE FROM waiting_event")
    second = bury(bakery, loaf_id, 2)
    (told,) = dlq(bakery, "redrive", QUEUE, "--id", second, "--execute")
    assert told["waits_for_earlier"] is True
    assert told["redrive"] is False
    wait_for(lambda: bakery.depth(DEAD) == 2)
    assert [row["id"] for row in dlq(bakery, "redrive", QUEUE)] == [first, second]


def test_a_discarded_event_has_no_effect_and_its_successors_go_on(bakery: Bakery) -> None:
    loaf_id = str(uuid.uuid4())
    bury(bakery, loaf_id)
    turned = {"type": "loaf.turned.v1", "data": {"loaf_id": loaf_id, "turns": 1}}
    publish(bakery, envelope(str(uuid.uuid4()), loaf_id, 2, **turned))
    wait_for(lambda: waiting(bakery, loaf_id) == [(1, "dead"), (2, "parked")])
    dlq(bakery, "discard", QUEUE, "--execute")
    wait_for(lambda: diary(bakery, loaf_id) == [2])
    assert bakery.depth(DEAD) == 0


def test_an_event_of_the_event_log_is_kept_whatever_is_asked(bakery: Bakery) -> None:
    dead = "dlq.q.outbound.oven"
    with bakery.channel() as channel:
        channel.basic_publish("", dead, envelope(str(uuid.uuid4()), str(uuid.uuid4())))
    wait_for(lambda: bakery.depth(dead) == 1)
    command = [sys.executable, "-W", "ignore", "-m", "chassis.dlq", "discard", "q.outbound.oven", "--execute"]
    environment = os.environ | {"AMQP_URL": bakery.admin_url}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode != 0
    assert "the event log must not lose one" in done.stderr
    wait_for(lambda: bakery.depth(dead) == 1)
    with bakery.channel() as channel:
        channel.queue_purge(dead)
