"""Who may call what: every operation with every role, against the table people have reviewed (authorisation.txt).

The table is made from what the gateway does, not from policies.yaml: a difference is a change of rights that somebody
must agree to by changing the file. PRM_REVIEWED=1 writes it anew.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask import Flask

from gateway.api.operation import Operation
from gateway.api.operations import TABLE
from gateway.identity.policies import Policies
from gateway.identity.roles import ANONYMOUS, ROLES
from gateway.runtime import EXTENSION
from tests.gateway.canned import CannedServices
from tests.gateway.conftest import runtime_of
from tests.gateway.people import Caller, People
from tests.security.authorisation import FILE, outcome, read, rendered, table

OPERATIONS = {operation.name: operation for operation in TABLE}
GRANTS = [
    pytest.param(operation, role, id=f"{operation.name}-{role}")
    for operation in TABLE
    for role in ROLES
    if read().get((operation.name, role), "-") not in {"-", "public"}
]


@pytest.fixture(scope="module")
def callers(gateway_app: Flask) -> dict[str, Caller | None]:
    running = runtime_of(gateway_app)
    people = People(gateway_app.test_client(), running.sessions, running.settings)
    return {ANONYMOUS: None, **{role: people.sign_in(role) for role in ROLES}}


@pytest.fixture
def policies(app: Flask) -> Iterator[Policies]:
    """Restored afterwards, whatever a test took away."""
    before = runtime_of(app)
    yield before.policies
    app.extensions[EXTENSION] = before


def test_rights_are_those_that_were_reviewed(
    app: Flask, services: CannedServices, callers: dict[str, Caller | None]
) -> None:
    found = table(app, services, callers)
    if os.environ.get("PRM_REVIEWED") == "1":
        FILE.write_text(rendered(found))
    assert rendered(found) == FILE.read_text(), "rights changed: review the difference and update authorisation.txt"


@pytest.mark.parametrize(("operation", "role"), GRANTS)
def test_taking_one_grant_away_is_noticed(
    app: Flask,
    services: CannedServices,
    callers: dict[str, Caller | None],
    policies: Policies,
    operation: Operation,
    role: str,
) -> None:
    without = {other: scope for other, scope in policies.grants[operation.name].items() if other != role}
    mutant = Policies({**policies.grants, operation.name: without})
    app.extensions[EXTENSION] = replace(runtime_of(app), policies=mutant)
    assert outcome(app, services, operation, callers[role]) != read()[operation.name, role]


@pytest.mark.parametrize("operation", TABLE, ids=lambda operation: operation.name)
def test_nobody_gets_in_without_being_known_unless_it_is_public(
    app: Flask, services: CannedServices, operation: Operation
) -> None:
    expected = read()[operation.name, ANONYMOUS]
    found = outcome(app, services, operation, None)
    assert found == expected
    assert found in {"-", "public"}


@pytest.mark.parametrize("disguise", ["X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override"])
def test_a_method_in_a_header_is_not_obeyed(
    app: Flask, services: CannedServices, callers: dict[str, Caller | None], disguise: str
) -> None:
    seller = callers["partner_seller"]
    assert seller is not None
    path = "/deal-registrations/0190f5c0-0000-7000-8000-000000000001"
    seller.call("GET", path, headers={disguise: "DELETE"})
    assert services.last.method == "get_deal_registration"
    seller.call("POST", "/deal-registrations?_method=DELETE", json={})
    assert services.last.method == "get_deal_registration"


@pytest.mark.parametrize("path", ["/v1/accounts/", "/v1/Accounts", "/v1//accounts", "/V1/accounts", "/v1/accounts%20"])
def test_a_path_written_otherwise_leads_nowhere(app: Flask, callers: dict[str, Caller | None], path: str) -> None:
    for role in ("partner_seller", "platform_operator"):
        caller = callers[role]
        assert caller is not None
        answer = app.test_client().get(path, headers={"Authorization": f"Bearer {caller.token}"})
        assert answer.status_code in {404, 308}, path
        assert "email" not in answer.text


def test_every_refusal_is_written_down_with_who_and_what(app: Flask, callers: dict[str, Caller | None]) -> None:
    seller, auditor = callers["partner_seller"], callers["auditor"]
    assert seller is not None
    assert auditor is not None
    refused = seller.get("/accounts", headers={"X-Request-Id": "refused-1"})
    assert refused.status_code == 403
    entries = auditor.get(f"/audit-entries?accepted=false&actor=person:{seller.person_id}&limit=1").json["items"]
    assert entries[0]["operation"] == "list_accounts"
    assert entries[0]["request_id"] == "refused-1"
    assert entries[0]["accepted"] is False
