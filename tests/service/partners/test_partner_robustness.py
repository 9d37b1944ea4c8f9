"""Whatever is sent to partners is done or refused in the words of the contract; nothing anybody sends is a bug."""

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from chassis.errors import ServiceError
from chassis.service_class import contracts_folder
from services.partners.service import PartnersService
from tests.service.partners.office import STAFF, Office

RPC: dict[str, Any] = json.loads((contracts_folder(PartnersService) / "rpc.json").read_text("utf-8"))["methods"]
# What harness and wire can carry; lone surrogates never get past the gateway's JSON.
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)
ODD = st.one_of(
    st.none(), st.booleans(), st.integers(), TEXT, st.lists(TEXT, max_size=2), st.dictionaries(TEXT, TEXT, max_size=2)
)
FORMATS: dict[str, SearchStrategy[Any]] = {
    "uuid": st.uuids().map(str),
    "email": st.emails(),
    "date": st.dates().map(str),
    "date-time": st.datetimes(timezones=st.timezones()).map(lambda moment: moment.isoformat()),
}


def sent(schema: dict[str, Any], known: dict[str, SearchStrategy[Any]]) -> SearchStrategy[Any]:
    """Mostly what the schema asks for, now and then something else."""
    kinds = schema.get("type", "object")
    kind = next(found for found in ([kinds] if isinstance(kinds, str) else kinds) if found != "null")
    if "enum" in schema:
        return st.sampled_from(schema["enum"])
    if kind == "object" and "properties" in schema:
        required = set(schema.get("required", ()))
        fields = {
            name: known[name] if name in known else sent(about, known) for name, about in schema["properties"].items()
        }
        must = {name: found for name, found in fields.items() if name in required}
        may = {name: found | ODD for name, found in fields.items() if name not in required}
        return st.fixed_dictionaries(must, optional=may)
    if kind == "array":
        return st.lists(sent(schema["items"], known), max_size=3)
    simple = {"integer": st.integers(), "number": st.integers(), "boolean": st.booleans(), "object": ODD}
    return simple[kind] if kind in simple else FORMATS.get(schema.get("format", ""), TEXT)


def kind_of_answer(office: Office, method: str, command: dict[str, Any]) -> str:
    try:
        office.ask(method, STAFF, **command)
    except ServiceError as refused:
        return refused.kind
    return "done"


@pytest.mark.parametrize("method", sorted(RPC))
def test_no_command_is_a_bug(office: Office, method: str) -> None:
    made, open_one = office.active_partner(), office.apply()
    known = {
        "partner_id": st.sampled_from([made["partner_id"], "0193f5c0-7a10-7000-8000-00000000dead"]),
        "person_id": st.sampled_from([made["person_id"], "0193f5c0-7a10-7000-8000-00000000dead"]),
        "application_id": st.sampled_from([open_one["application_id"]]),
        "status_token": st.sampled_from([open_one["status_token"], "guessed"]),
        "country": st.sampled_from(["ES", "PT", "XX", "é"]),
        "version": st.integers(1, 3),
    }

    @settings(max_examples=20, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(sent(RPC[method]["takes"], known))
    def sending(command: dict[str, Any]) -> None:
        assert kind_of_answer(office, method, command) in {"done", "invalid", "not_found", "conflict", "forbidden"}

    sending()
