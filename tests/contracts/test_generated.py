"""What is generated from the code and the documents is what lies in the repository."""

import json
from typing import Any

import pytest

from chassis import documents
from chassis.service_class import load_service
from deploy.docs.__main__ import outdated
from deploy.docs.asyncapi import asyncapi
from deploy.docs.catalogue import ROOT, event_documents, services


@pytest.mark.parametrize("service", services())
def test_rpc_and_subscriptions_are_what_the_code_says(service: str) -> None:
    drifted = [path.name for path in documents.drift(load_service(f"services.{service}"))]
    assert drifted == [], f"run python -m chassis.contracts services.{service}"


def test_the_pages_about_events_are_what_the_documents_say() -> None:
    assert outdated() == [], "run python -m deploy.docs"


def document() -> dict[str, Any]:
    return asyncapi(event_documents(), "1.0.0")


def pointed_at(value: Any) -> set[str]:
    """All $ref inside."""
    if isinstance(value, dict):
        inner = set().union(*(pointed_at(found) for found in value.values()))
        return inner | ({value["$ref"]} if isinstance(value.get("$ref"), str) else set())
    if isinstance(value, list):
        return set().union(*(pointed_at(found) for found in value))
    return set()


def test_every_reference_in_the_asyncapi_document_leads_somewhere() -> None:
    whole = document()
    for reference in pointed_at(whole):
        assert reference.startswith("#/"), reference
        found = whole
        for step in reference.removeprefix("#/").split("/"):
            found = found[step]


def test_the_asyncapi_document_has_a_channel_a_message_and_a_sender_for_every_event() -> None:
    whole, events = document(), event_documents()
    assert {channel["address"] for channel in whole["channels"].values()} == {event.type for event in events}
    assert {message["name"] for message in whole["components"]["messages"].values()} == {event.type for event in events}
    sent = [operation for operation in whole["operations"].values() if operation["action"] == "send"]
    read = [operation for operation in whole["operations"].values() if operation["action"] == "receive"]
    assert len(sent) == len(events)
    assert len(read) == sum(len(event.readers) for event in events)


def test_every_rpc_method_has_a_sentence_and_says_what_it_takes() -> None:
    for path in sorted(ROOT.glob("services/*/contracts/rpc.json")):
        for name, method in json.loads(path.read_text("utf-8"))["methods"].items():
            assert method["summary"].endswith("."), f"{path.parent.parent.name}.{name}"
            assert method["takes"]["type"] == "object"


def test_every_rpc_method_is_named_as_a_verb_and_a_noun() -> None:
    for path in sorted(ROOT.glob("services/*/contracts/rpc.json")):
        for name in json.loads(path.read_text("utf-8"))["methods"]:
            assert "_" in name, name
