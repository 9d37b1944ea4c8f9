"""The relay on a real broker: order, arrival, and what it does when the broker does not take an event."""

import json
import uuid

from sqlalchemy import text

from chassis import outbox_line
from tests.bakery.running import Bakery, Caller, wait_for


def quiet(bakery: Bakery) -> bool:
    return bool(bakery.value("oven", "SELECT count(*) = 0 FROM outbox WHERE published_at IS NULL"))


def test_events_reach_outside_readers_once_in_order_and_with_mirrored_headers(bakery: Bakery, caller: Caller) -> None:
    wait_for(lambda: quiet(bakery))
    with bakery.channel() as channel:
        channel.queue_purge("q.outbound.oven")
    loaf = caller.call(
        "oven.bake_loaf",
        {"flour": "rye"},
        prm_correlation_id="c-1",
        traceparent="00-" + "a" * 32 + "-" + "b" * 16 + "-01",
    )
    loaf_id = loaf["result"]["loaf_id"]
    for _ in range(3):
        caller.call("oven.turn_loaf", {"loaf_id": loaf_id})
    found = [bakery.take("q.outbound.oven") for _ in range(4)]
    events = [json.loads(body) for _, body in found]
    assert [event["aggregateversion"] for event in events] == [1, 2, 3, 4]
    sequences = [int(event["sequence"]) for event in events]
    assert sequences == list(range(sequences[0], sequences[0] + 4))
    properties, first = found[0][0], events[0]
    assert properties.content_type == "application/cloudevents+json"
    assert properties.message_id == first["id"]
    assert properties.headers["cloudEvents_id"] == first["id"]
    assert properties.headers["cloudEvents_subject"] == f"loaf/{loaf_id}" == first["partitionkey"]
    assert first["specversion"] == "1.0"
    assert first["source"] == "/prm/oven"
    assert first["dataschema"] == "/schemas/loaf.baked.v1"
    assert first["correlationid"] == "c-1"
    assert first["traceparent"].startswith("00-")
    assert first["actor"] == "person:baker"
    assert first["data"] == {"loaf_id": loaf_id, "flour": "rye"}


def test_an_event_nobody_is_bound_to_waits_with_its_subject_while_others_go(bakery: Bakery, caller: Caller) -> None:
    wait_for(lambda: quiet(bakery))
    stuck = caller.call("oven.bake_loaf", {"flour": "rye"})["result"]["loaf_id"]
    wait_for(lambda: quiet(bakery))
    with bakery.channel() as channel:
        for queue, key in (("q.outbound.oven", "#"), ("q.shop.oven", "loaf.turned.v1")):
            channel.queue_unbind(queue, "oven.events", key)
    caller.call("oven.turn_loaf", {"loaf_id": stuck})
    free = caller.call("oven.bake_loaf", {"flour": "oat"})["result"]["loaf_id"]
    wait_for(lambda: bakery.rows("shop", "SELECT 1 FROM diary WHERE subject = :s", s=f"loaf/{free}"))
    assert bakery.rows("oven", "SELECT 1 FROM outbox WHERE subject = :s AND published_at IS NULL", s=f"loaf/{stuck}")
    bakery.declare_again()
    wait_for(lambda: quiet(bakery))
    wait_for(lambda: len(bakery.rows("shop", "SELECT 1 FROM diary WHERE subject = :s", s=f"loaf/{stuck}")) == 2)


def test_a_standby_takes_over_from_a_killed_leader(bakery: Bakery, caller: Caller) -> None:
    standby = bakery.another("relay-oven")
    standby.start()
    bakery["relay-oven"].kill()
    loaf = caller.call("oven.bake_loaf", {"flour": "rye"})["result"]["loaf_id"]
    wait_for(lambda: bakery.rows("shop", "SELECT 1 FROM diary WHERE subject = :s", s=f"loaf/{loaf}"))
    standby.stop()


def test_a_leader_that_was_replaced_places_nothing_any_more(bakery: Bakery) -> None:
    bakery["relay-oven"].stop()
    with bakery.engines["oven"].connect() as connection:
        old = outbox_line.lead(connection)
        new = outbox_line.lead(connection)
        row = {"id": uuid.uuid4(), "subject": f"loaf/{uuid.uuid4()}"}
        columns = "event_id, type, subject, aggregateversion, envelope"
        insert = f"INSERT INTO outbox ({columns}) VALUES (:id, 'loaf.turned.v1', :subject, 1, '{{}}')"
        connection.execute(text(insert), row)
        connection.commit()
        before = connection.execute(text("SELECT position FROM relay_state")).scalar_one()
        assert outbox_line.place(connection, old, 100) == 0
        assert connection.execute(text("SELECT position FROM relay_state")).scalar_one() == before
        assert outbox_line.place(connection, new, 100) == 1
        connection.execute(text("UPDATE outbox SET published_at = now() WHERE event_id = :id"), row)
        connection.commit()


def test_the_relay_waits_out_a_lost_connection(bakery: Bakery, caller: Caller) -> None:
    bakery.cut_connections("relay-oven")
    loaf = caller.call("oven.bake_loaf", {"flour": "rye"})["result"]["loaf_id"]
    wait_for(lambda: bakery.rows("shop", "SELECT 1 FROM diary WHERE subject = :s", s=f"loaf/{loaf}"), 30)
