"""The topology follows from the contracts alone."""

import json
import re
from pathlib import Path

from chassis.least_privilege import users_of
from chassis.topology import Binding, Topology

BAKERY = Topology({"oven": {}, "shop": {"oven": ("loaf.baked.v1", "loaf.turned.v1")}})


def test_each_source_a_service_reads_has_one_queue_bound_to_the_types_read() -> None:
    mine = [binding for binding in BAKERY.bindings if binding.queue == "q.shop.oven"]
    assert mine == [
        Binding("oven.events", "q.shop.oven", "loaf.baked.v1"),
        Binding("oven.events", "q.shop.oven", "loaf.turned.v1"),
    ]


def test_outbound_reads_everything_of_everybody() -> None:
    assert Binding("oven.events", "q.outbound.oven", "#") in BAKERY.bindings
    assert Binding("shop.events", "q.outbound.shop", "#") in BAKERY.bindings


def test_event_queues_are_replicated_ordered_and_never_drop() -> None:
    arguments = BAKERY.queues["q.shop.oven"]
    assert arguments["x-queue-type"] == "quorum"
    assert arguments["x-single-active-consumer"] is True
    assert arguments["x-overflow"] == "reject-publish"
    assert arguments["x-dead-letter-strategy"] == "at-least-once"


def test_a_rested_event_returns_to_its_own_queue() -> None:
    for step, milliseconds in (("10s", 10_000), ("1m", 60_000), ("10m", 600_000)):
        arguments = BAKERY.queues[f"retry.q.shop.oven.{step}"]
        assert arguments["x-message-ttl"] == milliseconds
        assert arguments["x-dead-letter-routing-key"] == "q.shop.oven"


def test_every_queue_that_can_fail_has_a_dead_letter_queue() -> None:
    assert {name for name in BAKERY.queues if name.startswith("dlq.")} == {
        "dlq.rpc-oven",
        "dlq.rpc-shop",
        "dlq.q.shop.oven",
        "dlq.q.outbound.oven",
        "dlq.q.outbound.shop",
    }


def test_all_patterns_are_anchored() -> None:
    for user in users_of(BAKERY.services):
        topics = [pattern for _, write, read in user.topics for pattern in (write, read)]
        for pattern in (user.configure, user.write, user.read, *topics):
            assert pattern.startswith("^"), user
            assert pattern.endswith("$"), user
            re.compile(pattern)


def test_no_user_but_gateway_and_outbound_may_make_anything() -> None:
    makers = {user.name for user in users_of(BAKERY.services) if user.configure != "^$"}
    assert makers <= {"gateway", "outbound"}


def test_the_contracts_of_a_folder_are_read(tmp_path: Path) -> None:
    for service, subscriptions in (("oven", {}), ("shop", {"oven": ["loaf.baked.v1"]})):
        folder = tmp_path / service / "contracts"
        folder.mkdir(parents=True)
        (folder / "subscriptions.json").write_text(json.dumps(subscriptions))
    assert Topology.of(tmp_path).subscriptions == {"oven": {}, "shop": {"oven": ("loaf.baked.v1",)}}
