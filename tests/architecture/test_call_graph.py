"""Who asks whom: the gateway asks services, nobody asks the gateway, and no service can call another."""

import json
import re
from itertools import product

import pytest

from chassis.broker_names import RPC_EXCHANGE
from chassis.least_privilege import User, users_of
from gateway.api.operations import TABLE
from tests.architecture.source import ROOT, SERVICES, imported_modules, python_files, relative

USERS = {user.name: user for user in users_of(tuple(SERVICES))}
METHODS = {
    service: set(json.loads((ROOT / "services" / service / "contracts" / "rpc.json").read_text("utf-8"))["methods"])
    for service in SERVICES
}
# What could carry a question out of a process. Files go through chassis.blobs, events through the outbox.
WAYS_OUT = (
    "nameko",
    "kombu",
    "amqp",
    "pika",
    "requests",
    "urllib.request",
    "http.client",
    "socket",
    "boto3",
)


def may_send(user: User, key: str) -> bool:
    """Whether the broker lets this user publish a call under that key."""
    if not re.search(user.write, RPC_EXCHANGE):
        return False
    patterns = [write for exchange, write, _ in user.topics if exchange == RPC_EXCHANGE]
    return not patterns or any(re.search(pattern, key) for pattern in patterns)


def test_every_service_has_methods_that_the_gateway_may_ask() -> None:
    for service, methods in METHODS.items():
        assert methods, service
        assert all(may_send(USERS["gateway"], f"{service}.{method}") for method in methods)


@pytest.mark.parametrize(("caller", "asked"), list(product(SERVICES, SERVICES)))
def test_the_broker_refuses_a_call_from_a_service(caller: str, asked: str) -> None:
    for name in (caller, f"relay-{caller}"):
        assert [method for method in METHODS[asked] if may_send(USERS[name], f"{asked}.{method}")] == []


def test_outbound_may_only_read() -> None:
    every = [(service, method) for service in SERVICES for method in METHODS[service]]
    allowed = [(service, method) for service, method in every if may_send(USERS["outbound"], f"{service}.{method}")]
    assert allowed == [(service, method) for service, method in every if method.startswith("get_")]


def test_no_service_holds_anything_that_could_carry_a_question_out() -> None:
    found = [
        f"{relative(path)} imports {module}"
        for path in python_files("services")
        for module in imported_modules(path)
        if any(module == way or module.startswith(f"{way}.") for way in WAYS_OUT)
    ]
    assert found == []


def test_whatever_the_gateway_asks_exists() -> None:
    asked = [operation.rpc.split(".") for operation in TABLE if operation.rpc]
    assert [(service, method) for service, method in asked if method not in METHODS[service]] == []
    assert {service for service, _ in asked} == set(SERVICES)
