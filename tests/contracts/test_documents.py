"""Every event document is a promise that can be kept: well formed, closed, with examples that hold."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from jsonschema import Draft202012Validator, FormatChecker

from deploy.docs.catalogue import EventDocument, event_documents

DOCUMENTS = event_documents()
PEOPLE_ARE_KNOWN_BY = re.compile(r"(^|_)(email|phone|name|contact_name|person_name)$")
NAMES_OF_COMPANIES = {"legal_name", "partner_name"}

each_document = pytest.mark.parametrize("document", DOCUMENTS, ids=lambda document: document.type)


def objects(schema: Any, at: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Every schema of an object inside, with its pointer."""
    if isinstance(schema, dict):
        if "properties" in schema:
            yield at or "/", schema
        for name, inner in schema.items():
            yield from objects(inner, f"{at}/{name}")


def test_there_are_documents_of_every_publisher() -> None:
    assert {document.owner for document in DOCUMENTS} >= {"partners", "deals"}


@each_document
def test_a_document_is_a_valid_schema_under_its_own_name(document: EventDocument) -> None:
    Draft202012Validator.check_schema(document.schema)
    assert document.schema["$id"] == f"/schemas/{document.type}"
    assert re.fullmatch(r"[a-z]+(_[a-z]+)*\.[a-z]+(_[a-z]+)*\.v[1-9][0-9]*", document.type)


@each_document
def test_a_document_says_what_it_means_and_for_whom_it_is(document: EventDocument) -> None:
    assert document.schema["x-audience"] in ("partner", "staff")
    assert len(document.schema["description"]) >= 15
    assert document.schema["title"]


@each_document
def test_a_publisher_is_held_to_exactly_the_named_fields(document: EventDocument) -> None:
    open_ones = [at for at, inner in objects(document.schema) if inner.get("additionalProperties") is not False]
    assert open_ones == []


@each_document
def test_a_document_has_at_least_two_examples_and_all_hold(document: EventDocument) -> None:
    validator = Draft202012Validator(document.schema, format_checker=FormatChecker())
    assert len(document.examples) >= 2
    for name, example in document.examples.items():
        assert [error.message for error in validator.iter_errors(example)] == [], name


@each_document
def test_the_examples_differ_and_one_shows_every_field(document: EventDocument) -> None:
    examples = list(document.examples.values())
    assert all(one != other for one in examples for other in examples if one is not other)
    fields = set(document.schema["properties"])
    assert any(set(example) == fields for example in examples)


@each_document
def test_an_event_for_partners_belongs_to_a_partner(document: EventDocument) -> None:
    if document.audience == "partner":
        assert "partner_id" in document.schema["required"]


@each_document
def test_what_identifies_a_person_is_marked_and_never_told_to_partners(document: EventDocument) -> None:
    for _, inner in objects(document.schema):
        for name, about in inner["properties"].items():
            if PEOPLE_ARE_KNOWN_BY.search(name) and name not in NAMES_OF_COMPANIES:
                assert about.get("x-personal") is True, f"{name} of {document.type} is not marked"
                assert document.audience == "staff"
