"""A binding that is missing is seen, made again, and what it lost is sent again from the log."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from chassis import topology
from chassis.broker_names import event_queue
from deploy.local.throwaway import Broker
from gateway.outbound.bindings import BindingWatch
from gateway.outbound.log import LogWriter
from gateway.outbound.rebuild import replay, subscriptions
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
