"""Consumers can read what publishers promise: every reader loads every example, also with fields added later."""

from typing import Any

import pytest
from marshmallow import Schema

from chassis.consumer import EventHandler, event_handlers
from chassis.service_class import load_service
from deploy.docs.catalogue import EventDocument, event_documents, services

DOCUMENTS = {(document.owner, document.type): document for document in event_documents()}
HANDLERS: list[tuple[str, EventHandler]] = [
    (service, handler)
    for service in services()
    for handler in event_handlers(load_service(f"services.{service}")).values()
]
each_reader = pytest.mark.parametrize(
    ("reader", "handler"), HANDLERS, ids=[f"{reader}<-{handler.type}" for reader, handler in HANDLERS]
)


def grown(value: Any) -> Any:
    """The same data as a later publisher may send it: every object has one field more."""
    if isinstance(value, dict):
        return {"added_later": {"deep": [1]}, **{name: grown(inner) for name, inner in value.items()}}
    if isinstance(value, list):
        return [grown(inner) for inner in value]
    return value


def document_of(handler: EventHandler) -> EventDocument:
    return DOCUMENTS[handler.source, handler.type]


def test_somebody_reads_something() -> None:
    assert HANDLERS


@each_reader
def test_a_reader_reads_a_type_that_its_publisher_promises(reader: str, handler: EventHandler) -> None:
    assert (handler.source, handler.type) in DOCUMENTS
    assert handler.source != reader


@each_reader
def test_a_reader_loads_every_example(reader: str, handler: EventHandler) -> None:
    for example in document_of(handler).examples.values():
        handler.reads.load(example)


@each_reader
def test_a_reader_is_not_disturbed_by_fields_added_later(reader: str, handler: EventHandler) -> None:
    for example in document_of(handler).examples.values():
        assert handler.reads.load(grown(example)) == handler.reads.load(example)


@each_reader
def test_a_reader_names_only_fields_that_exist_and_demands_only_what_is_promised(
    reader: str, handler: EventHandler
) -> None:
    document = document_of(handler).schema
    schema: Schema = handler.reads
    named = {field.data_key or name: field for name, field in schema.fields.items()}
    assert set(named) <= set(document["properties"])
    assert {name for name, field in named.items() if field.required} <= set(document["required"])


@each_reader
def test_a_reader_accepts_null_where_it_is_promised(reader: str, handler: EventHandler) -> None:
    properties = document_of(handler).schema["properties"]
    for name, field in handler.reads.fields.items():
        kinds = properties[field.data_key or name].get("type", [])
        if "null" in kinds and isinstance(kinds, list):
            assert field.allow_none, f"{reader} would refuse null in {name} of {handler.type}"


def test_outbound_writes_letters_only_about_events_that_exist() -> None:
    from gateway.outbound.notices import LEAVING, NOTICED

    assert {event_type for _, event_type in DOCUMENTS} >= NOTICED | LEAVING


def test_metrics_keeps_facts_of_every_event_of_the_others() -> None:
    read = {(handler.source, handler.type) for reader, handler in HANDLERS if reader == "metrics"}
    assert {promised for promised in DOCUMENTS if promised[0] != "metrics"} - read == set()
