"""A binding that is missing is seen, made again, and what it lost is sent again from the log."""

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pika
import pytest
from sqlalchemy import Engine, delete

from chassis import topology
from chassis.broker_names import event_queue
from deploy.local.throwaway import Broker
from gateway.outbound.bindings import BindingWatch
from gateway.outbound.log import LogWriter
from gateway.outbound.rebuild import rebuild, replay, subscriptions
from gateway.outbound.tables import event_log
from tests.gateway.outbound.process import BrokerView
from tests.gateway.outbound.publisher import Publisher

CONTRACTS = Path(__file__).parents[3] / "services"
READER = event_queue("deals", "partners")


@pytest.fixture
def view(broker: Broker) -> Iterator[BrokerView]:
    found = BrokerView(broker)
    broker.declare()
    found.take(READER)
    yield found
    broker.declare()


@pytest.fixture
def watch(broker: Broker, engine: Engine, writer: LogWriter) -> BindingWatch:
    url = broker.amqp_url_for("outbound")

    def backfill(after: int) -> int:
        reading = subscriptions(CONTRACTS)
        return sum(replay(engine, url, who, what, after) for who, what in reading.items())

    return BindingWatch(
        differences=lambda: topology.differences(broker.management_url, CONTRACTS, broker.vhost),
        declare=lambda: topology.declare(broker.management_url, CONTRACTS, broker.vhost),
        head=lambda: writer.append([]).head,
        backfill=backfill,
    )


def unbind(view: BrokerView, key: str) -> None:
    with view.channel() as channel:
        channel.queue_unbind(READER, "partners.events", key)


def test_a_whole_topology_is_ready(watch: BindingWatch, view: BrokerView) -> None:
    watch.look()
    assert watch.whole
    assert view.depth(READER) == 0


def test_a_missing_binding_makes_unready_is_made_again_and_filled(
    watch: BindingWatch, view: BrokerView, writer: LogWriter, partners: Publisher
) -> None:
    before = partners.arrival("partner.activated.v1")
    writer.append([before])
    watch.look()
    unbind(view, "partner.activated.v1")
    lost = partners.arrival("partner.activated.v1")
    writer.append([lost, partners.arrival("person.joined.v1")])
    watch.look()
    assert not watch.whole
    ((properties, body),) = view.take(READER)
    assert body == lost.body
    assert properties.headers["prm-replay"] == "1"
    assert properties.headers["cloudEvents_id"] == str(lost.id)
    watch.look()
    assert watch.whole


def test_a_rebuild_sends_a_service_all_it_reads_and_nothing_else(
    engine: Engine, writer: LogWriter, broker: Broker, view: BrokerView, partners: Publisher, deals: Publisher
) -> None:
    wanted = [partners.arrival(name) for name in ("partner.created.v1", "partner.activated.v1")]
    writer.append([wanted[0], partners.arrival("application.approved.v1"), wanted[1], deals.arrival()])
    sent = replay(engine, broker.amqp_url_for("outbound"), "deals", subscriptions(CONTRACTS)["deals"])
    assert sent == 2
    assert [json.loads(body)["id"] for _, body in view.take(READER)] == [str(arrival.id) for arrival in wanted]


def test_a_whole_rebuild_stands_between_two_messages_that_say_so(
    engine: Engine, writer: LogWriter, broker: Broker, view: BrokerView, partners: Publisher
) -> None:
    wanted = {"partners": subscriptions(CONTRACTS)["deals"]["partners"]}
    arrival = partners.arrival("partner.activated.v1")
    writer.append([arrival])
    with ThreadPoolExecutor(1) as pool:
        rebuilding = pool.submit(rebuild, engine, broker.amqp_url_for("outbound"), "deals", wanted)
        taken: list[tuple[pika.BasicProperties, bytes]] = []
        while not rebuilding.done():
            taken += view.take(READER)
    taken += view.take(READER)
    assert rebuilding.result() == 1
    marks = [properties.headers["prm-replay"] for properties, _ in taken]
    assert marks == ["begin", "1", "end"]
    assert len({properties.headers["prm-replay-id"] for properties, _ in (taken[0], taken[-1])}) == 1
    assert taken[1][1] == arrival.body


def test_a_rebuild_begins_although_events_never_stop_coming(
    engine: Engine, writer: LogWriter, broker: Broker, view: BrokerView, partners: Publisher
) -> None:
    """All that was on its way into the log is in once as many came after it as can be on their way."""
    wanted = {"partners": subscriptions(CONTRACTS)["deals"]["partners"]}
    writer.append([partners.arrival("partner.activated.v1")])
    with ThreadPoolExecutor(1) as pool:
        rebuilding = pool.submit(rebuild, engine, broker.amqp_url_for("outbound"), "deals", wanted)
        taken: list[tuple[pika.BasicProperties, bytes]] = []
        while not rebuilding.done():
            writer.append([partners.arrival("person.joined.v1") for _ in range(40)])
            taken += view.take(READER)
    taken += view.take(READER)
    assert rebuilding.result() == 1
    assert [properties.headers["prm-replay"] for properties, _ in taken] == ["begin", "1", "end"]


def test_nothing_is_emptied_that_a_forgetful_log_could_not_fill(
    engine: Engine, writer: LogWriter, broker: Broker, view: BrokerView, partners: Publisher
) -> None:
    wanted = {"partners": subscriptions(CONTRACTS)["deals"]["partners"]}
    writer.append([partners.arrival("partner.created.v1"), partners.arrival("partner.activated.v1")])
    with engine.begin() as connection:
        connection.execute(delete(event_log).where(event_log.c.position == 1))
    with pytest.raises(SystemExit, match="begins at event 2"):
        rebuild(engine, broker.amqp_url_for("outbound"), "deals", wanted)
    assert view.take(READER) == []
