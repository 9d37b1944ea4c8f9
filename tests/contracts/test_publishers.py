"""Publishers keep their word: every fact a service can state has its document, field by field, and real events hold."""

import dataclasses
import importlib
import inspect
from pathlib import Path
from typing import Any

import pytest

from deploy.docs.catalogue import ROOT, event_documents, services

DOCUMENTS = {document.type: document for document in event_documents()}


def facts(service: str) -> dict[str, type]:
    """The event classes of a service by their type."""
    found = {}
    for path in sorted((ROOT / "services" / service).glob("*/events.py")):
        module = importlib.import_module(".".join(path.relative_to(ROOT).with_suffix("").parts))
        classes = (thing for _, thing in inspect.getmembers(module, inspect.isclass))
        found.update({thing.TYPE: thing for thing in classes if "TYPE" in vars(thing)})
    return found


# Facts whose order matters along another subject than the one in their name: one course is completed by many people.
TOLD_BY = {
    "course.completed.v1": "enrollment",
    "exam.failed.v1": "exam_attempt",
    "asset.downloaded.v1": "asset_use",
    "asset.shared.v1": "share",
    "asset.share_opened.v1": "share",
}

FACTS = [(service, event_type, fact) for service in services() for event_type, fact in facts(service).items()]


@pytest.mark.parametrize("service", services())
def test_a_service_has_a_document_for_each_fact_and_a_fact_for_each_document(service: str) -> None:
    assert set(facts(service)) == {document.type for document in DOCUMENTS.values() if document.owner == service}


@pytest.mark.parametrize(("service", "event_type", "fact"), FACTS, ids=[event_type for _, event_type, _ in FACTS])
def test_a_fact_has_the_fields_of_its_document_and_explains_itself(service: str, event_type: str, fact: Any) -> None:
    document = DOCUMENTS[event_type].schema
    fields = {field.name for field in dataclasses.fields(fact)}
    assert fields == set(document["properties"])
    assert set(document["required"]) <= fields
    assert fact.__doc__
    assert not fact.__doc__.startswith(f"{fact.__name__}(")


@pytest.mark.parametrize(("service", "event_type", "fact"), FACTS, ids=[event_type for _, event_type, _ in FACTS])
def test_a_fact_is_about_the_subject_it_is_named_after(service: str, event_type: str, fact: Any) -> None:
    assert TOLD_BY.get(event_type, event_type.partition(".")[0]) == fact.SUBJECT
    assert f"{fact.SUBJECT}_id" in {field.name for field in dataclasses.fields(fact)}


@pytest.mark.parametrize(("service", "event_type", "fact"), FACTS, ids=[event_type for _, event_type, _ in FACTS])
def test_a_fact_for_partners_says_whose_it_is(service: str, event_type: str, fact: Any) -> None:
    if DOCUMENTS[event_type].audience == "partner":
        assert getattr(fact, "EXTENSIONS", {}).get("partnerid") == "partner_id"


def test_facts_are_frozen() -> None:
    assert all(fact.__dataclass_params__.frozen for _, _, fact in FACTS)


def test_no_two_services_state_the_same_kind_of_fact() -> None:
    subjects: dict[str, set[str]] = {}
    for service, event_type, _ in FACTS:
        subjects.setdefault(event_type.partition(".")[0], set()).add(service)
    assert {subject: owners for subject, owners in subjects.items() if len(owners) > 1} == {}


def test_events_are_published_under_the_name_of_their_folder() -> None:
    strays = [path for path in Path(ROOT, "services").rglob("*.schema.json") if path.parent.name != "contracts"]
    assert strays == []
