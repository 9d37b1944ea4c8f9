"""The way to the services, on a real broker: answers, deadlines, and every manner of nobody being there."""

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import pika
import pytest
import requests

from chassis.errors import ServiceError
from deploy.local.throwaway import Broker
from gateway.rpc import Request, RpcClient
from tests.gateway.responder import SILENCE, Responder


def echo(command: dict[str, Any], _properties: pika.BasicProperties) -> Any:
    return {"result": command, "error": None}


def silence(_command: dict[str, Any], _properties: pika.BasicProperties) -> Any:
    return SILENCE


def silent_to_the_first(command: dict[str, Any], properties: pika.BasicProperties) -> Any:
    return SILENCE if command["number"] == 1 else echo(command, properties)


def ask(number: int = 1, service: str = "deals") -> Request:
    return Request(service, "get_deal_registration", {"number": number}, {"prm-principal": '{"actor":"anonymous"}'})


@pytest.fixture
def client(broker: Broker) -> Iterator[RpcClient]:
    made = RpcClient(broker.amqp_url_for("gateway"), deadline=2.0, in_flight=32)
    yield made
    made.close()


@pytest.fixture
def deals(broker: Broker) -> Iterator[Responder]:
    responder = Responder(broker.amqp_url, "deals", echo)
    yield responder
    responder.close()


def test_many_threads_get_their_own_answers(client: RpcClient, deals: Responder) -> None:
    with ThreadPoolExecutor(max_workers=16) as pool:
        answers = list(pool.map(lambda number: client.call(ask(number)), range(300)))
    assert [answer["number"] for answer in answers] == list(range(300))


def test_questions_travel_at_the_same_time(client: RpcClient, deals: Responder) -> None:
    replies = [client.submit(ask(number)) for number in range(5)]
    assert [reply.result()["number"] for reply in replies] == [0, 1, 2, 3, 4]


def test_a_request_says_until_when_it_is_wanted(client: RpcClient, deals: Responder) -> None:
    client.call(ask())
    properties = deals.seen[-1]
    assert 0 < int(properties.expiration) <= 2000
    assert 0 < int(properties.headers["prm-deadline"]) / 1000 - time.time() <= 2
    assert properties.delivery_mode == 1


def test_an_error_of_the_service_arrives_as_it_was(broker: Broker, client: RpcClient) -> None:
    error = {"kind": "conflict", "code": "illegal_transition", "message": "No.", "details": {"verb": "approve"}}
    responder = Responder(broker.amqp_url, "deals", lambda *_: {"result": None, "error": error})
    try:
        with pytest.raises(ServiceError) as refused:
            client.call(ask())
    finally:
        responder.close()
    assert (refused.value.kind, refused.value.code) == ("conflict", "illegal_transition")
    assert refused.value.details == {"verb": "approve"}


def test_silence_ends_with_the_deadline(broker: Broker, client: RpcClient) -> None:
    responder = Responder(broker.amqp_url, "deals", silence)
    started = time.monotonic()
    try:
        with pytest.raises(ServiceError) as refused:
            client.call(ask())
    finally:
        responder.close()
    assert refused.value.code == "service_silent"
    assert time.monotonic() - started < 3


def test_whoever_is_less_patient_than_the_deadline_waits_no_longer(broker: Broker, client: RpcClient) -> None:
    responder = Responder(broker.amqp_url, "deals", silence)
    started = time.monotonic()
    try:
        with pytest.raises(ServiceError):
            client.call(replace(ask(), patience=0.3))
    finally:
        responder.close()
    assert time.monotonic() - started < 1.5
    assert responder.seen[-1].expiration == "300"  # an earlier call may still have lain there


def test_a_service_silent_five_times_is_left_alone_for_a_while(broker: Broker) -> None:
    client = RpcClient(broker.amqp_url_for("gateway"), deadline=0.3, in_flight=32)
    responder = Responder(broker.amqp_url, "deals", silence)
    try:
        for _ in range(5):
            with pytest.raises(ServiceError):
                client.call(ask())
        asked, started = len(responder.seen), time.monotonic()
        with pytest.raises(ServiceError):
            client.call(ask())
        assert time.monotonic() - started < 0.1
        assert len(responder.seen) == asked
    finally:
        responder.close()
        client.close()


def test_a_method_nobody_offers_is_refused_at_once(client: RpcClient, broker: Broker) -> None:
    unbind(broker)
    try:
        started = time.monotonic()
        with pytest.raises(ServiceError) as refused:
            client.call(ask())
        assert refused.value.code == "service_unavailable"
        assert time.monotonic() - started < 1.5
    finally:
        broker.declare()


def test_more_calls_than_allowed_are_refused_not_queued(broker: Broker) -> None:
    client = RpcClient(broker.amqp_url_for("gateway"), deadline=1.0, in_flight=2)
    responder = Responder(broker.amqp_url, "deals", silence)
    try:
        waiting = [client.submit(ask(number)) for number in range(2)]
        with pytest.raises(ServiceError) as refused:
            client.submit(ask())
        assert refused.value.code == "too_many_calls"
        for reply in waiting:
            with pytest.raises(ServiceError):
                reply.result()
        client.submit(ask())
    finally:
        responder.close()
        client.close()


def test_a_lost_connection_fails_what_was_under_way_and_comes_back(broker: Broker) -> None:
    client = RpcClient(broker.amqp_url_for("gateway"), deadline=30.0, in_flight=32)
    responder = Responder(broker.amqp_url, "deals", silent_to_the_first)
    try:
        waiting = client.submit(ask(1))
        close_connections_of(broker, "gateway")
        with pytest.raises(ServiceError) as refused:
            waiting.result()
        assert refused.value.code == "broker_unavailable"
        assert eventually(lambda: client.call(ask(7))) == {"number": 7}
    finally:
        responder.close()
        client.close()


def test_a_broker_that_takes_nothing_more_is_no_way(client: RpcClient, deals: Responder) -> None:
    client.call(ask())
    link = client._living_link()
    link._set_blocked(True)
    with pytest.raises(ServiceError) as refused:
        client.call(ask())
    assert refused.value.code == "broker_unavailable"
    link._set_blocked(False)
    assert client.call(ask(2)) == {"number": 2}


def test_without_a_broker_it_is_told_within_five_seconds() -> None:
    client = RpcClient("amqp://gateway:x@127.0.0.1:9/prm", deadline=4.0, in_flight=8)
    started = time.monotonic()
    with pytest.raises(ServiceError) as refused:
        client.call(ask())
    client.close()
    assert refused.value.kind == "unavailable"
    assert time.monotonic() - started < 5


def test_a_header_too_large_for_a_frame_is_never_sent(client: RpcClient, deals: Responder) -> None:
    with pytest.raises(ServiceError):
        client.call(Request("deals", "get_deal_registration", {}, {"prm-principal": "x" * 5000}))
    assert client.call(ask(1)) == {"number": 1}


def eventually(action: Any, seconds: float = 15) -> Any:
    limit = time.monotonic() + seconds
    while True:
        try:
            return action()
        except ServiceError:
            if time.monotonic() > limit:
                raise
            time.sleep(0.2)


def close_connections_of(broker: Broker, user: str) -> None:
    """As an operator would in the management interface; it lists a connection some seconds after it was opened."""
    limit = time.monotonic() + 15
    while not (mine := [one for one in _connections(broker) if one.get("user") == user]):
        assert time.monotonic() < limit
        time.sleep(0.1)
    for one in mine:
        requests.delete(f"{broker.management_url}/api/connections/{one['name']}", timeout=5)


def _connections(broker: Broker) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = requests.get(f"{broker.management_url}/api/connections", timeout=5).json()
    return found


def unbind(broker: Broker) -> None:
    vhost = requests.utils.quote(broker.vhost, safe="")
    binding = f"{broker.management_url}/api/bindings/{vhost}/e/nameko-rpc/q/rpc-deals"
    for found in requests.get(binding, timeout=5).json():
        requests.delete(f"{binding}/{found['properties_key']}", timeout=5)
