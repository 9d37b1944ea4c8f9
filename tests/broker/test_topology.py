"""The broker is as the contracts want it, and each user may do its trade and nothing else."""

from collections.abc import Callable
from typing import Any

import pika
import pika.exceptions
import pytest

from tests.bakery.running import Bakery

Act = Callable[[Any], object]
REPLY = "rpc.reply-gw-" + "0" * 32


def send(exchange: str, key: str) -> Act:
    """A confirmed publish, so that a refusal is heard."""

    def act(channel: Any) -> None:
        channel.confirm_delivery()
        channel.basic_publish(exchange, key, b"{}", pika.BasicProperties(content_type="application/json"))

    return act


def read(queue: str) -> Act:
    return lambda channel: channel.basic_consume(queue, lambda *_: None)


def make(queue: str) -> Act:
    return lambda channel: channel.queue_declare(queue, auto_delete=True)


def listen(key: str) -> Act:
    def act(channel: Any) -> None:
        channel.queue_declare(REPLY, exclusive=True, auto_delete=True)
        channel.queue_bind(REPLY, "nameko-rpc", key)

    return act


def bind_events(channel: Any) -> None:
    channel.queue_bind("q.shop.oven", "oven.events", "#")


ALLOWED: list[tuple[str, str, Act]] = [
    ("gateway", "calls a service", send("nameko-rpc", "oven.bake_loaf")),
    ("gateway", "receives its replies", listen(REPLY)),
    ("oven", "reads its requests", read("rpc-oven")),
    ("oven", "replies", send("nameko-rpc", REPLY)),
    ("oven", "buries a request", send("prm.dlx", "rpc-oven")),
    ("shop", "reads its events", read("q.shop.oven")),
    ("shop", "lets an event rest", send("prm.retry", "retry.q.shop.oven.10s")),
    ("shop", "buries an event", send("prm.dlx", "q.shop.oven")),
    ("relay-oven", "publishes the oven's events", send("oven.events", "loaf.baked.v1")),
    ("outbound", "reads every event", read("q.outbound.oven")),
]
REFUSED: list[tuple[str, str, Act]] = [
    ("gateway", "listens to all calls", listen("#")),
    ("gateway", "listens to a service's calls", listen("oven.*")),
    ("gateway", "reads a service's requests", read("rpc-oven")),
    ("gateway", "publishes an event", send("oven.events", "loaf.baked.v1")),
    ("gateway", "forges a reply", send("nameko-rpc", REPLY)),
    ("gateway", "publishes straight to a queue", send("", "q.shop.oven")),
    ("gateway", "makes a queue", make("spy")),
    ("oven", "calls the shop", send("nameko-rpc", "shop.list_shelf")),
    ("oven", "calls itself", send("nameko-rpc", "oven.bake_loaf")),
    ("oven", "publishes its own events past the outbox", send("oven.events", "loaf.baked.v1")),
    ("oven", "reads the shop's events", read("q.shop.oven")),
    ("oven", "buries the shop's event", send("prm.dlx", "q.shop.oven")),
    ("shop", "forges the oven's events", send("oven.events", "loaf.baked.v1")),
    ("shop", "reads the oven's requests", read("rpc-oven")),
    ("shop", "feeds its own queue", send("", "q.shop.oven")),
    ("shop", "binds more events", bind_events),
    ("shop", "makes a queue", make("spy")),
    ("relay-oven", "calls a service", send("nameko-rpc", "oven.bake_loaf")),
    ("relay-oven", "reads events", read("q.shop.oven")),
    ("relay-oven", "publishes what is no event", send("oven.events", "LOAF")),
    ("relay-shop", "forges the oven's events", send("oven.events", "loaf.baked.v1")),
    ("outbound", "reads a service's events", read("q.shop.oven")),
    ("outbound", "publishes an event", send("oven.events", "loaf.baked.v1")),
    ("outbound", "changes something in a service", send("nameko-rpc", "oven.bake_loaf")),
]


@pytest.fixture(scope="module", autouse=True)
def _quiet_shop(open_shop: Bakery) -> Any:
    """Probes leave odd messages behind; nobody should work on them."""
    for name in ("oven", "shop", "relay-oven"):
        open_shop[name].kill()
    yield
    open_shop.declare()


@pytest.mark.parametrize(("user", "what", "act"), ALLOWED, ids=lambda value: value if isinstance(value, str) else "")
def test_a_user_may_do_its_trade(open_shop: Bakery, user: str, what: str, act: Act) -> None:
    with open_shop.channel(user) as channel:
        act(channel)


@pytest.mark.parametrize(("user", "what", "act"), REFUSED, ids=lambda value: value if isinstance(value, str) else "")
def test_a_user_may_do_nothing_else(open_shop: Bakery, user: str, what: str, act: Act) -> None:
    with open_shop.channel(user) as channel, pytest.raises(pika.exceptions.ChannelClosedByBroker) as refused:
        act(channel)
    assert refused.value.reply_code == 403


def test_a_missing_and_a_foreign_binding_are_told_and_mended(open_shop: Bakery) -> None:
    assert open_shop.differences() == []
    with open_shop.channel() as channel:
        channel.queue_unbind("q.shop.oven", "oven.events", "loaf.baked.v1")
        channel.queue_bind("q.shop.oven", "oven.events", "loaf.sold.v1")
    assert len(open_shop.differences()) == 2
    open_shop.declare_again()
    assert open_shop.differences() == []


def test_a_queue_with_other_arguments_is_an_error_not_a_silence(open_shop: Bakery) -> None:
    with open_shop.channel() as channel:
        channel.queue_delete("dlq.rpc-shop")
        channel.queue_declare("dlq.rpc-shop", durable=True)
    try:
        assert open_shop.differences()
        with pytest.raises(SystemExit, match=r"dlq\.rpc-shop has other arguments"):
            open_shop.declare_again()
    finally:
        with open_shop.channel() as channel:
            channel.queue_delete("dlq.rpc-shop")
        open_shop.declare_again()


def test_a_service_refuses_to_start_without_its_queues(open_shop: Bakery) -> None:
    with open_shop.channel() as channel:
        channel.queue_delete("q.shop.oven")
    open_shop["shop"].start(wait=False)
    assert open_shop["shop"].exit_code() == 1
    assert "the broker lacks q.shop.oven" in open_shop["shop"].log.read_text()
    open_shop.declare_again()
