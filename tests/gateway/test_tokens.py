"""Tokens of a person: what they may do, how they are kept, and their end."""

from sqlalchemy import text

from tests.gateway.canned import CannedServices
from tests.gateway.people import People


def test_a_scoped_token_does_what_it_says_and_no_more(people: People, services: CannedServices) -> None:
    caller = people.sign_in("partner_admin")
    made = caller.post("/tokens", {"name": "reader", "scopes": ["deal-registrations:read"]}).json
    assert made["token"].startswith(made["prefix"])
    bearer = {"Authorization": f"Bearer {made['token']}"}
    assert caller.client.get("/v1/deal-registrations", headers=bearer).status_code == 200
    refused = caller.client.post("/v1/deal-registrations", json={}, headers=bearer)
    assert (refused.status_code, refused.json["code"]) == (403, "token_scope_missing")
    assert refused.json["details"] == {"permission": "deal-registrations:write"}


def test_a_scoped_token_cannot_make_a_wider_one(people: People) -> None:
    caller = people.sign_in("partner_admin")
    token = caller.post("/tokens", {"name": "maker", "scopes": ["tokens:write"]}).json["token"]
    bearer = {"Authorization": f"Bearer {token}"}
    assert caller.client.post("/v1/tokens", json={"name": "all"}, headers=bearer).status_code == 403
    wider = {"name": "more", "scopes": ["deal-registrations:write"]}
    assert caller.client.post("/v1/tokens", json=wider, headers=bearer).status_code == 403


def test_a_scope_must_exist(people: People) -> None:
    refused = people.sign_in("auditor").post("/tokens", {"name": "x", "scopes": ["everything:write"]})
    assert refused.json["errors"][0]["code"] == "scope_unknown"


def test_a_token_is_kept_as_a_hash_and_shown_by_its_first_characters(people: People) -> None:
    caller = people.sign_in("auditor")
    token = caller.post("/tokens", {"name": "x"}).json["token"]
    listed = caller.get("/tokens").json["items"]
    assert listed[0]["prefix"] == token[:11]
    assert token not in str(listed)
    with people.sessions.begin() as session:
        rows = str(session.execute(text("SELECT * FROM tokens")).all())
    assert token not in rows


def test_a_revoked_token_stops_at_once(people: People) -> None:
    caller = people.sign_in("auditor")
    made = caller.post("/tokens", {"name": "x"}).json
    caller.call("DELETE", f"/tokens/{made['token_id']}")
    bearer = {"Authorization": f"Bearer {made['token']}"}
    assert caller.client.get("/v1/account", headers=bearer).status_code == 401
