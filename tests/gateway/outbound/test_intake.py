"""The outbound process on a real broker: nothing lost, nothing twice, whatever dies in between."""

import json
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from chassis.broker_names import dead_queue, event_queue
from chassis.crash import EXIT_CODE
from deploy.local.throwaway import Broker
from tests.gateway.outbound.process import BrokerView, OutboundProcess, Relay, recorded, wait_until
from tests.gateway.outbound.publisher import Publisher

QUEUE = event_queue("outbound", "deals")


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@pytest.fixture
def view(broker: Broker) -> BrokerView:
    found = BrokerView(broker)
    found.empty()
    return found


@pytest.fixture
def relay(broker: Broker) -> Relay:
    return Relay(broker, "deals")


@pytest.fixture
def outbound(
    broker: Broker, view: BrokerView, engine: Engine, database_url: str, tmp_path: Path
) -> Iterator[OutboundProcess]:
    process = OutboundProcess(broker, database_url, tmp_path, free_port())
    yield process
    process.kill()


def bodies_of(deals: Publisher, count: int) -> tuple[list[bytes], list[str]]:
    bodies = [deals.body() for _ in range(count)]
    return bodies, [json.loads(body)["id"] for body in bodies]


def in_order(engine: Engine, ids: list[str]) -> bool:
    return recorded(engine) == list(enumerate(ids, start=1))


def test_events_reach_the_log_in_order_and_once(
    outbound: OutboundProcess, relay: Relay, engine: Engine, deals: Publisher
) -> None:
    outbound.start()
    outbound.wait_ready()
    bodies, ids = bodies_of(deals, 300)
    relay.publish(*bodies)
    relay.publish(*bodies[-20:])
    wait_until(lambda: "prm_event_log_duplicates_total 20.0" in outbound.page("/metrics"))
    assert in_order(engine, ids)


@pytest.mark.parametrize("point", ["after_receive", "after_insert", "after_commit", "before_ack"])
@pytest.mark.parametrize("turn", [1, 2])
def test_a_death_at_this_point_loses_and_doubles_nothing(
    outbound: OutboundProcess,
    relay: Relay,
    engine: Engine,
    deals: Publisher,
    view: BrokerView,
    point: str,
    turn: int,
) -> None:
    outbound.start(CRASH_AT=f"outbound.{point}:{turn}")
    outbound.wait_ready()
    bodies, ids = bodies_of(deals, 60)
    relay.publish(*bodies)
    relay.publish(*bodies[-1:])
    assert outbound.wait() == EXIT_CODE
    outbound.start()
    wait_until(lambda: len(recorded(engine)) == len(ids), what="every event in the log")
    assert in_order(engine, ids)
    wait_until(lambda: view.depth(QUEUE) == 0)
    assert view.depth(dead_queue(QUEUE)) == 0


def test_what_is_no_event_goes_to_the_dead_letters_with_the_reason(
    outbound: OutboundProcess, relay: Relay, engine: Engine, deals: Publisher, view: BrokerView
) -> None:
    outbound.start()
    good, ids = bodies_of(deals, 2)
    relay.publish(good[0], b"{not json", good[1])
    relay.publish(b"\x80\x04K\x01.", content_type="application/x-python-serialize")
    wait_until(lambda: in_order(engine, ids))
    wait_until(lambda: view.depth(dead_queue(QUEUE)) == 2)
    letters = view.take(dead_queue(QUEUE))
    assert [body for _, body in letters] == [b"{not json", b"\x80\x04K\x01."]
    assert [properties.headers["prm-error-reason"] for properties, _ in letters] == ["not_json", "content_type"]
    assert outbound.status("/livez") == 200


def test_a_second_process_stands_by_and_takes_over(
    outbound: OutboundProcess,
    relay: Relay,
    engine: Engine,
    deals: Publisher,
    broker: Broker,
    database_url: str,
    tmp_path: Path,
) -> None:
    second = OutboundProcess(broker, database_url, tmp_path, free_port())
    try:
        outbound.start()
        outbound.wait_ready()
        second.start()
        second.wait_ready()
        assert "prm_outbound_leader 0.0" in second.page("/metrics")
        outbound.kill()
        bodies, ids = bodies_of(deals, 50)
        relay.publish(*bodies)
        wait_until(lambda: len(recorded(engine)) == len(ids))
        assert in_order(engine, ids)
    finally:
        second.kill()


def test_a_stop_is_clean_and_quick(outbound: OutboundProcess) -> None:
    outbound.start()
    outbound.wait_ready()
    assert outbound.stop() == 0
