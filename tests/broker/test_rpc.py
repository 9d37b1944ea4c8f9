"""RPC over a real broker: what a message may do to a service, and what it may not."""

import json
import pickle
import threading
import time
import zlib
from typing import Any

import pika
import pytest

from tests.bakery.running import Bakery, Caller, wait_for

GOOD = json.dumps({"args": [], "kwargs": {"command": {"flour": "rye"}}}).encode()
BOMB = zlib.compress(b'{"args": [], "kwargs": {"command": {"flour": "' + b"a" * 20_000_000 + b'"}}}', 9)


def properties(**changes: Any) -> pika.BasicProperties:
    return pika.BasicProperties(**{"content_type": "application/json", "reply_to": "rpc.reply-gw-0", **changes})


MALFORMED = {
    "nobody to answer": (properties(reply_to=None), GOOD),
    "an answer that would be a call": (properties(reply_to="shop.list_shelf"), GOOD),
    "no content type": (properties(content_type=None), GOOD),
    "a pickle": (properties(content_type="application/x-python-serialize"), pickle.dumps({"args": [], "kwargs": {}})),
    "a pickle that says it is JSON": (properties(), pickle.dumps({"args": [], "kwargs": {}})),
    "broken JSON": (properties(), b'{"args": [], "kwargs": '),
    "bad UTF-8": (properties(), b'{"args": [], "kwargs": {"command": "\xff\xfe"}}'),
    "a list": (properties(), b"[]"),
    "positional arguments": (properties(), b'{"args": ["rye"], "kwargs": {}}'),
    "a command that is no object": (properties(), b'{"args": [], "kwargs": {"command": 3}}'),
    "a very deep body": (properties(), b"[" * 100_000),
    "a principal that is no principal": (properties(headers={"prm-principal": "[]"}), GOOD),
    "a deadline that is no time": (properties(headers={"prm-deadline": "soon"}), GOOD),
    "a header that is no text": (properties(headers={"prm-command-id": 5}), GOOD),
    "nameko's own header, broken": (properties(reply_to=None, headers={"nameko.call_id_stack": 5}), GOOD),
    "a compressed bomb": (properties(headers={"compression": "application/x-gzip"}), BOMB),
}


@pytest.mark.parametrize("kind", MALFORMED)
def test_a_malformed_request_ends_in_the_dead_letter_and_the_service_lives(
    kind: str, bakery: Bakery, caller: Caller
) -> None:
    process = bakery["oven"].popen
    sent, body = MALFORMED[kind]
    caller.channel.basic_publish("nameko-rpc", "oven.bake_loaf", body, sent)
    letter, found = bakery.take("dlq.rpc-oven")
    assert found == body
    assert letter.headers["prm-error-reason"] == "malformed"
    assert letter.headers["prm-original-key"] == "oven.bake_loaf"
    assert caller.call("oven.list_loaves")["error"] is None
    assert bakery["oven"].popen is process
    assert bakery["oven"].running


def test_one_command_id_has_one_effect_and_one_answer(bakery: Bakery, caller: Caller) -> None:
    same = {"prm_command_id": "bake-once", "prm_request_hash": "h1"}
    before = bakery.value("oven", "SELECT count(*) FROM loaf")
    for _ in range(10):
        caller.send("oven.bake_loaf", {"flour": "spelt"}, **same)
    # Whoever asks while the first is still at work is told to come back.
    wait_for(lambda: caller.call("oven.bake_loaf", {"flour": "spelt"}, **same)["error"] is None)
    told = [caller.call("oven.bake_loaf", {"flour": "spelt"}, **same) for _ in range(2)]
    assert told[0] == told[1]
    assert told[0]["replayed"]
    assert told[0]["result"]["flour"] == "spelt"
    assert bakery.value("oven", "SELECT count(*) FROM loaf") == before + 1


def test_a_command_id_with_another_body_is_refused(caller: Caller) -> None:
    caller.call("oven.bake_loaf", {"flour": "rye"}, prm_command_id="reused", prm_request_hash="one")
    answer = caller.call("oven.bake_loaf", {"flour": "oat"}, prm_command_id="reused", prm_request_hash="two")
    assert answer["error"]["code"] == "idempotency_key_reused"


def test_a_command_that_still_runs_is_said_to_be_in_flight(caller: Caller, bakery: Bakery) -> None:
    same = {"prm_command_id": "slow-one", "prm_request_hash": "h"}
    first = caller.send("oven.rest_and_write", {"seconds": 1.5}, **same)
    wait_for(
        lambda: bakery.value(
            "oven", "SELECT count(*) FROM pg_stat_activity WHERE query LIKE '%pg_sleep%' AND pid <> pg_backend_pid()"
        )
    )
    second = Caller(bakery)
    assert second.call("oven.rest_and_write", {"seconds": 1.5}, **same)["error"]["code"] == "command_in_flight"
    second.close()
    assert caller.wait(first)["error"] is None


def test_an_expired_request_is_not_carried_out(bakery: Bakery, caller: Caller) -> None:
    before = bakery.value("oven", "SELECT count(*) FROM loaf")
    late = str(int(time.time() * 1000) - 1)
    answer = caller.call("oven.bake_loaf", {"flour": "rye"}, prm_deadline=late)
    assert answer["error"]["kind"] == "unavailable"
    assert answer["error"]["code"] == "deadline_exceeded"
    assert bakery.value("oven", "SELECT count(*) FROM loaf") == before


def test_a_bug_is_answered_without_its_text(caller: Caller) -> None:
    answer = caller.call("oven.burn")
    assert answer["error"]["kind"] == "internal"
    assert "secret" not in json.dumps(answer)


def test_a_method_that_only_reads_cannot_write(bakery: Bakery, caller: Caller) -> None:
    before = bakery.value("oven", "SELECT count(*) FROM loaf")
    assert caller.call("oven.write_in_a_read")["error"]["kind"] == "internal"
    assert bakery.value("oven", "SELECT count(*) FROM loaf") == before


def test_field_errors_name_pointer_and_code(caller: Caller) -> None:
    error = caller.call("oven.bake_loaf", {"flour": "", "oven": 3})["error"]
    assert error["code"] == "validation_failed"
    assert {(field["pointer"], field["code"]) for field in error["details"]["fields"]} == {
        ("/flour", "invalid"),
        ("/oven", "unknown"),
    }


def test_the_service_survives_a_reply_nobody_can_receive(bakery: Bakery, caller: Caller) -> None:
    lost = pika.BasicProperties(content_type="application/json", reply_to="rpc.reply-gw-" + "0" * 32)
    for _ in range(20):
        caller.channel.basic_publish("nameko-rpc", "oven.bake_loaf", GOOD, lost)
    wait_for(lambda: not bakery.depth("rpc-oven"))
    assert caller.call("oven.list_loaves")["error"] is None
    assert bakery["oven"].running


def test_slow_statements_do_not_stop_the_hub(bakery: Bakery) -> None:
    """psycopg2 yields to eventlet: five calls of half a second run side by side, and health answers meanwhile."""
    callers = [Caller(bakery) for _ in range(5)]
    slowest = 0.0
    started = time.monotonic()
    sent = [(one, one.send("oven.rest", {"seconds": 0.5})) for one in callers]
    while time.monotonic() - started < 0.4:
        asked = time.monotonic()
        assert bakery["oven"].answers("/livez")
        slowest = max(slowest, time.monotonic() - asked)
    assert all(one.wait(correlation)["error"] is None for one, correlation in sent)
    took = time.monotonic() - started
    for one in callers:
        one.close()
    assert took < 1.5, f"five half seconds took {took:.2f} s: they ran one after the other"
    assert slowest < 0.4, f"the hub stood still for {slowest:.2f} s"


def test_a_terminated_service_answers_what_it_has_begun(bakery: Bakery, caller: Caller) -> None:
    sent = caller.send("oven.rest", {"seconds": 1.0})
    wait_for(
        lambda: bakery.value(
            "oven", "SELECT count(*) FROM pg_stat_activity WHERE query LIKE '%pg_sleep%' AND pid <> pg_backend_pid()"
        )
    )
    ended: list[int] = []
    stopping = threading.Thread(target=lambda: ended.append(bakery["oven"].stop()))
    stopping.start()
    assert caller.wait(sent)["error"] is None
    stopping.join()
    assert ended == [0]
    assert not bakery.depth("rpc-oven")
