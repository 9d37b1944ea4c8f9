"""A whole replay of the log, while the outbound process writes it and services go on telling."""

import json
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pika
import pytest
from sqlalchemy import Engine, delete

from chassis.broker_names import dead_queue, event_queue
from deploy.local.throwaway import Broker
from gateway.outbound.intake import Intake
from gateway.outbound.log import LogWriter
from gateway.outbound.rebuild import rebuild, subscriptions
from gateway.outbound.tables import event_log
from tests.gateway.outbound.process import BrokerView, Relay, recorded, wait_until
from tests.gateway.outbound.publisher import Publisher, audience_of

CONTRACTS = Path(__file__).parents[3] / "services"
WANTED = {"partners": subscriptions(CONTRACTS)["deals"]["partners"]}
QUEUE, READER = event_queue("outbound", "partners"), event_queue("deals", "partners")
Taken = list[tuple[pika.BasicProperties, bytes]]


@pytest.fixture
def view(broker: Broker) -> BrokerView:
    found = BrokerView(broker)
    broker.declare()
    found.empty()
    found.take(READER)
    return found


@pytest.fixture
def start_intake(engine: Engine, broker: Broker) -> Iterator[Callable[[], None]]:
    """What takes events of partners into the log, in a thread of its own until the test is over."""
    stop = threading.Event()
    intake = Intake(engine, broker.amqp_url_for("outbound"), ["partners"], audience_of)
    thread = threading.Thread(target=intake.run, args=(stop,))

    def start() -> None:
        thread.start()
        wait_until(intake.consuming.is_set)

    yield start
    stop.set()
    if thread.ident is not None:
        thread.join(60)


@pytest.fixture
def tell(broker: Broker, partners: Publisher) -> Callable[[], bytes]:
    relay = Relay(broker, "partners")

    def one() -> bytes:
        relay.publish(body := partners.body("partner.activated.v1"), key="partner.activated.v1")
        return body

    return one


def rebuilt(engine: Engine, broker: Broker, view: BrokerView, meanwhile: Callable[[], object]) -> Taken:
    """What the reader's queue was sent from the log, the two messages around it among it, without what came live."""
    taken: Taken = []
    with ThreadPoolExecutor(1) as pool:
        rebuilding = pool.submit(rebuild, engine, broker.amqp_url_for("outbound"), "deals", WANTED)
        while not rebuilding.done():
            meanwhile()
            taken += view.take(READER)
    taken += view.take(READER)
    replayed = [(properties, body) for properties, body in taken if "prm-replay" in (properties.headers or {})]
    assert rebuilding.result() == len(replayed) - 2
    return replayed


def bodies(replayed: Taken) -> list[bytes]:
    marks = [properties.headers["prm-replay"] for properties, _ in replayed]
    assert marks == ["begin", *["1"] * (len(replayed) - 2), "end"]
    assert len({properties.headers["prm-replay-id"] for properties, _ in (replayed[0], replayed[-1])}) == 1
    return [body for _, body in replayed[1:-1]]


def test_a_whole_rebuild_stands_between_two_messages_that_say_so(
    start_intake: Callable[[], None],
    engine: Engine,
    broker: Broker,
    view: BrokerView,
    tell: Callable[[], bytes],
) -> None:
    start_intake()
    told = tell()
    wait_until(lambda: len(recorded(engine)) == 1)
    assert bodies(rebuilt(engine, broker, view, lambda: None)) == [told]


def test_a_rebuild_waits_for_what_is_on_its_way_into_the_log_and_for_nothing_after_it(
    start_intake: Callable[[], None],
    engine: Engine,
    broker: Broker,
    view: BrokerView,
    tell: Callable[[], bytes],
) -> None:
    """However often somebody tells something: there is no quiet moment, and never so much that it would show."""
    before = [tell() for _ in range(3)]
    view.take(READER)
    later: list[bytes] = []

    def go_on() -> None:
        later.append(tell())
        if len(later) == 2:
            start_intake()

    found = bodies(rebuilt(engine, broker, view, go_on))
    assert found[:3] == before
    assert found[3:] == later[: len(found) - 3]
    wait_until(lambda: len(recorded(engine)) == 3 + len(later))
    assert view.depth(dead_queue(QUEUE)) == 0
    assert [json.loads(body)["sequence"] for body in found] == sorted(json.loads(body)["sequence"] for body in found)


def test_nothing_is_emptied_that_a_forgetful_log_could_not_fill(
    engine: Engine, writer: LogWriter, broker: Broker, view: BrokerView, partners: Publisher
) -> None:
    writer.append([partners.arrival("partner.created.v1"), partners.arrival("partner.activated.v1")])
    with engine.begin() as connection:
        connection.execute(delete(event_log).where(event_log.c.position == 1))
    with pytest.raises(SystemExit, match="begins at event 2"):
        rebuild(engine, broker.amqp_url_for("outbound"), "deals", WANTED)
    assert view.take(READER) == []
