"""The description of the API says what the API does, all of it."""

import re
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from gateway import errors
from tests.gateway.conftest import runtime_of
from tests.gateway.people import People


@pytest.fixture
def described(client: FlaskClient) -> dict:
    return client.get("/v1/openapi.json").json


def test_routes_operations_and_policies_are_the_same_set(app: Flask, described: dict) -> None:
    served = {
        (method, re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", str(rule)))
        for rule in app.url_map.iter_rules()
        if str(rule).startswith("/v1/") and str(rule) != "/v1/openapi.json"
        for method in rule.methods - {"HEAD"}
    }
    told = {(method.upper(), path) for path, methods in described["paths"].items() for method in methods}
    assert served == told
    assert set(runtime_of(app).policies.grants) == set(runtime_of(app).operations)


def test_operation_ids_are_the_rpc_names_in_camel_case(app: Flask, described: dict) -> None:
    ids = {operation["operationId"] for methods in described["paths"].values() for operation in methods.values()}
    assert {
        "registerDeal",
        "listDealRegistrations",
        "approveDealRegistration",
        "checkConflict",
        "submitApplication",
    } <= ids
    assert len(ids) == len(runtime_of(app).operations)


PINNED = """
POST /v1/partner-applications
POST /v1/partner-applications/{application_id}/approve
POST /v1/partner-applications/{application_id}/decline
GET /v1/deal-registrations
POST /v1/deal-registrations
GET /v1/deal-registrations/{deal_registration_id}
PATCH /v1/deal-registrations/{deal_registration_id}
GET /v1/deal-registrations/{deal_registration_id}/history
POST /v1/conflict-checks
GET /v1/partners
GET /v1/partners/{partner_id}
GET /v1/events
POST /v1/sessions
POST /v1/tokens
POST /v1/invitations/{token}/accept
GET /v1/mailbox
"""
VERBS = "submit claim withdraw request-info approve reject revise extend release revoke convert won lost reopen"


def test_addresses_that_other_systems_are_written_against_stay(described: dict) -> None:
    pinned = PINNED.split("\n") + [
        f"POST /v1/deal-registrations/{{deal_registration_id}}/{verb}" for verb in VERBS.split()
    ]
    told = {f"{method.upper()} {path}" for path, methods in described["paths"].items() for method in methods}
    assert {line for line in pinned if line} <= told


def test_every_write_takes_a_key_and_every_refusal_is_a_problem(described: dict) -> None:
    for methods in described["paths"].values():
        for method, operation in methods.items():
            names = [parameter["name"] for parameter in operation["parameters"]]
            assert ("Idempotency-Key" in names) == (method != "get"), operation["operationId"]
            for status, response in operation["responses"].items():
                if int(status) >= 400:
                    assert "application/problem+json" in response["content"]


def test_every_operation_has_a_sentence(described: dict) -> None:
    for methods in described["paths"].values():
        for operation in methods.values():
            assert operation["summary"].strip().endswith((".", "!")), operation["operationId"]


def test_the_page_shows_every_operation_without_a_script_of_others(client: FlaskClient, described: dict) -> None:
    page = client.get("/docs").text
    for methods in described["paths"].values():
        for operation in methods.values():
            assert operation["operationId"] in page
    assert not re.findall(r'src="(?:https?:)?//', page)


SOURCE = Path(__file__).parents[2]
CODES = re.compile(r'(?:ServiceError\(\s*"[a-z_]+",\s*|\bcode: ClassVar\[str\] = |    code = )"([a-z_]+)"')


def test_every_code_that_may_be_answered_has_a_sentence_in_both_languages(app: Flask) -> None:
    told = errors.sentences()
    codes = {code for operation in runtime_of(app).operations.values() for code in operation.errors}
    for folder in ("chassis", "services", "gateway/identity", "gateway/api", "gateway/outbound", "gateway/uploads"):
        for source in (SOURCE / folder).rglob("*.py"):
            codes |= set(CODES.findall(source.read_text()))
    assert codes - told.keys() == set()
    for code, by_language in told.items():
        assert set(by_language) == {"en", "es"}, code
        parameters = [set(re.findall(r"{(\w+)}", sentence)) for sentence in by_language.values()]
        assert parameters[0] == parameters[1], code


def test_a_permission_that_lacks_is_named(people: People) -> None:
    refused = people.sign_in("partner_seller").get("/accounts")
    assert refused.status_code == 403
    assert refused.json["details"] == {"permission": "listAccounts"}
    assert "listAccounts" in refused.json["detail"]
