"""Accounts, sessions, tokens, invitations and resets, through the API."""

from datetime import timedelta
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text

from chassis import clock
from chassis.errors import ServiceError
from gateway.identity import accounts, invitations, passwords
from tests.gateway.canned import CannedServices
from tests.gateway.people import PASSWORD, People


@pytest.fixture(scope="module")
def password_hash() -> str:
    return passwords.hash_of(PASSWORD)


def sign_in(client: FlaskClient, email: str, password: str = PASSWORD) -> str:
    answer = client.post("/v1/sessions", json={"email": email, "password": password})
    assert answer.status_code == 201, answer.text
    return str(answer.json["token"])


def test_a_password_gives_a_session_that_works(people: People, client: FlaskClient, password_hash: str) -> None:
    caller = people.sign_in("partner_seller", password_hash=password_hash)
    answer = client.post("/v1/sessions", json={"email": caller.email.upper(), "password": PASSWORD})
    assert answer.status_code == 201
    assert set(answer.json) == {"token", "expires_at"}
    account = client.get("/v1/account", headers={"Authorization": f"Bearer {answer.json['token']}"})
    assert account.json["email"] == caller.email
    assert "password_hash" not in account.text


def test_every_sign_in_is_another_session(people: People, client: FlaskClient, password_hash: str) -> None:
    email = people.sign_in("auditor", password_hash=password_hash).email
    assert sign_in(client, email) != sign_in(client, email)


def test_ones_own_sessions_are_listed_and_ended(people: People, client: FlaskClient, password_hash: str) -> None:
    caller = people.sign_in("auditor", password_hash=password_hash)
    other = sign_in(client, caller.email)
    listed = caller.get("/sessions").json["items"]
    assert [entry["is_current"] for entry in listed].count(True) == 1
    theirs = next(entry for entry in listed if not entry["is_current"])
    assert caller.call("DELETE", f"/sessions/{theirs['session_id']}").status_code == 204
    assert client.get("/v1/account", headers={"Authorization": f"Bearer {other}"}).status_code == 401


def test_anothers_session_answers_like_an_absent_one(people: People) -> None:
    session_id = people.sign_in("auditor").get("/sessions").json["items"][0]["session_id"]
    stranger = people.sign_in("auditor")
    absent = stranger.call("DELETE", f"/sessions/{uuid4()}")
    theirs = stranger.call("DELETE", f"/sessions/{session_id}")
    assert (theirs.status_code, theirs.json["code"]) == (absent.status_code, absent.json["code"]) == (404, "not_found")


def test_a_session_idles_out_and_ends_absolutely(people: People) -> None:
    caller = people.sign_in("auditor")
    now = clock.now()
    with clock.frozen(now + timedelta(hours=7)):
        assert caller.get("/account").status_code == 200
    with clock.frozen(now + timedelta(hours=14)):
        assert caller.get("/account").status_code == 200
    with clock.frozen(now + timedelta(hours=23)):
        assert caller.get("/account").status_code == 401
    busy = people.sign_in("auditor")
    for hours in range(6, 15 * 24, 6):
        with clock.frozen(now + timedelta(hours=hours)):
            answer = busy.get("/account").status_code
    assert answer == 401


def test_a_disabled_account_is_out_with_its_next_request(people: People, password_hash: str) -> None:
    operator = people.sign_in("platform_operator")
    caller = people.sign_in("partner_seller", password_hash=password_hash)
    token = caller.post("/tokens", {"name": "robot"}).json["token"]
    assert operator.post(f"/accounts/{caller.account_id}/disable").status_code == 200
    assert caller.get("/account").status_code == 401
    robot = caller.client.get("/v1/account", headers={"Authorization": f"Bearer {token}"})
    assert robot.status_code == 401
    again = caller.client.post("/v1/sessions", json={"email": caller.email, "password": PASSWORD})
    assert (again.status_code, again.json["code"]) == (401, "credentials_wrong")


def test_a_changed_role_counts_from_the_next_request(people: People) -> None:
    operator, caller = people.sign_in("platform_operator"), people.sign_in("auditor")
    assert caller.get("/audit-entries").status_code == 200
    changed = operator.call("PUT", f"/accounts/{caller.account_id}/roles", json={"roles": ["channel_manager"]})
    assert changed.json["roles"] == ["channel_manager"]
    assert caller.get("/audit-entries").status_code == 403


def test_staff_roles_never_fit_a_partners_account(people: People) -> None:
    operator, caller = people.sign_in("platform_operator"), people.sign_in("partner_seller")
    refused = operator.call("PUT", f"/accounts/{caller.account_id}/roles", json={"roles": ["program_manager"]})
    assert (refused.status_code, refused.json["errors"][0]["code"]) == (422, "role_unfitting")


def test_nobody_changes_their_own_roles(people: People) -> None:
    operator = people.sign_in("platform_operator")
    refused = operator.call("PUT", f"/accounts/{operator.account_id}/roles", json={"roles": ["program_manager"]})
    assert refused.json["code"] == "own_account"


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


def invite(people: People, **more: object) -> tuple[str, str]:
    email = f"{uuid4().hex[:10]}@invited.example"
    with people.sessions.begin() as session:
        secret = invitations.invite(
            session,
            person_id=uuid4(),
            partner_id=uuid4(),
            email=email,
            display_name="Inés Robles",
            roles=["partner_admin"],
            language="es",
            now=clock.now(),
        )
    return secret, email


def test_an_accepted_invitation_joins_the_person_and_makes_the_account(
    people: People, client: FlaskClient, services: CannedServices
) -> None:
    secret, email = invite(people)
    assert client.get(f"/v1/invitations/{secret}").json["email"] == email
    accepted = client.post(f"/v1/invitations/{secret}/accept", json={"password": PASSWORD})
    assert accepted.status_code == 200, accepted.text
    assert accepted.json["roles"] == ["partner_admin"]
    assert [request.method for request in services.asked] == ["join_person"]
    assert sign_in(client, email)


def test_an_invitation_is_accepted_once(people: People, client: FlaskClient, services: CannedServices) -> None:
    secret, _ = invite(people)
    client.post(f"/v1/invitations/{secret}/accept", json={"password": PASSWORD})
    again = client.post(f"/v1/invitations/{secret}/accept", json={"password": "another kettle on the roof"})
    assert (again.status_code, again.json["code"]) == (409, "invitation_accepted")
    assert len(services.asked) == 1


def test_accepting_is_repeated_safely_after_a_failure(
    people: People, client: FlaskClient, services: CannedServices
) -> None:
    secret, email = invite(people)
    services.answers["join_person"] = ServiceError("unavailable", "service_silent", "", {"service": "partners"})
    assert client.post(f"/v1/invitations/{secret}/accept", json={"password": PASSWORD}).status_code == 503
    services.answers["join_person"] = {}
    assert client.post(f"/v1/invitations/{secret}/accept", json={"password": PASSWORD}).status_code == 200
    ids = {request.headers["prm-command-id"] for request in services.asked}
    assert len(ids) == 1, "the person joins once, however often it is told"
    assert sign_in(client, email)


def test_an_old_invitation_says_that_it_is_old(people: People, client: FlaskClient) -> None:
    secret, _ = invite(people)
    with clock.frozen(clock.now() + timedelta(days=15)):
        answer = client.post(f"/v1/invitations/{secret}/accept", json={"password": PASSWORD})
    assert answer.json["code"] == "invitation_expired"


def letter_for(people: People, email: str) -> str | None:
    with people.sessions.begin() as session:
        data = session.scalar(
            text("SELECT data FROM outbound_mail WHERE recipient = :to AND template = 'password_reset'"), {"to": email}
        )
    return str(data["link"]).rsplit("/", 1)[1] if data else None


def test_a_reset_link_works_once_and_ends_every_session(
    people: People, client: FlaskClient, password_hash: str
) -> None:
    caller = people.sign_in("partner_seller", password_hash=password_hash)
    assert client.post("/v1/password-resets", json={"email": caller.email}).status_code == 204
    secret = letter_for(people, caller.email)
    new = "seven umbrellas in may"
    assert client.post(f"/v1/password-resets/{secret}", json={"password": new}).status_code == 204
    assert caller.get("/account").status_code == 401
    assert sign_in(client, caller.email, new)
    again = client.post(f"/v1/password-resets/{secret}", json={"password": "eight umbrellas in june"})
    assert (again.status_code, again.json["code"]) == (404, "reset_link_unknown")


def test_asking_for_a_reset_tells_nothing_about_who_is_known(people: People, client: FlaskClient) -> None:
    answer = client.post("/v1/password-resets", json={"email": "nobody@nowhere.example"})
    assert (answer.status_code, answer.data) == (204, b"")
    assert letter_for(people, "nobody@nowhere.example") is None


@pytest.mark.parametrize("password", ["short", "password1", "Northbeam2026!", "aaaaaaaaaaaa", "qwertyuiop", "x" * 300])
def test_a_password_known_to_everybody_is_refused(people: People, client: FlaskClient, password: str) -> None:
    secret, _ = invite(people)
    refused = client.post(f"/v1/invitations/{secret}/accept", json={"password": password})
    assert refused.status_code == 422
    assert refused.json["errors"][0]["pointer"] == "/password"


@pytest.mark.parametrize(
    "password", ["a b c d e f g h", "ñandú sobre el tejado", "y" + "z" * 98 + "é", "correct-horse-battery"]
)
def test_no_rule_of_composition_stands_in_the_way_of_a_good_one(
    people: People, client: FlaskClient, password: str
) -> None:
    secret, email = invite(people)
    assert client.post(f"/v1/invitations/{secret}/accept", json={"password": password}).status_code == 200
    assert sign_in(client, email, password)
    if len(password) > 72:
        cut = client.post("/v1/sessions", json={"email": email, "password": password[:72]})
        assert cut.status_code == 401, "nothing is cut off"


def test_passwords_are_kept_at_least_as_well_as_owasp_asks(password_hash: str) -> None:
    from argon2 import extract_parameters

    parameters = extract_parameters(password_hash)
    assert password_hash.startswith("$argon2id$")
    assert parameters.memory_cost >= 19_456
    assert parameters.time_cost >= 2


def test_a_weaker_hash_is_renewed_at_sign_in(people: People, client: FlaskClient) -> None:
    from argon2 import PasswordHasher

    weak = PasswordHasher(time_cost=1, memory_cost=8192, parallelism=1).hash(PASSWORD)
    caller = people.sign_in("auditor", password_hash=weak)
    sign_in(client, caller.email)
    with people.sessions.begin() as session:
        assert accounts.get(session, caller.account_id).password_hash != weak
    assert sign_in(client, caller.email)


def test_a_password_is_changed_only_by_who_knows_it(people: People, client: FlaskClient, password_hash: str) -> None:
    caller = people.sign_in("auditor", password_hash=password_hash)
    new = "four lanterns by the river"
    wrong = caller.post("/account/password", {"current_password": "wrong one here", "new_password": new})
    assert wrong.json["errors"][0]["pointer"] == "/current_password"
    assert caller.post("/account/password", {"current_password": PASSWORD, "new_password": new}).status_code == 204
    assert sign_in(client, caller.email, new)


def test_an_account_is_changed_under_the_version_that_was_read(people: People) -> None:
    caller = people.sign_in("auditor")
    etag = caller.get("/account").headers["ETag"]
    changed = caller.call("PATCH", "/account", json={"language": "es"}, headers={"If-Match": etag})
    assert changed.json["language"] == "es"
    late = caller.call("PATCH", "/account", json={"theme": "dark"}, headers={"If-Match": etag})
    assert (late.status_code, late.json["code"]) == (412, "stale_version")


def test_a_staff_account_made_by_a_colleague_gets_a_letter_with_a_link(
    people: People, services: CannedServices
) -> None:
    operator, person_id = people.sign_in("platform_operator"), str(uuid4())
    services.answers["add_person"] = {"person_id": person_id}
    email = f"{uuid4().hex[:8]}@northbeam.example"
    body = {"email": email, "display_name": "Ola Berg", "roles": ["channel_manager"]}
    made = operator.post("/accounts", body)
    assert (made.status_code, made.json["person_id"]) == (201, person_id)
    assert [request.method for request in services.asked] == ["add_person", "join_person"]
    with people.sessions.begin() as session:
        queued = session.execute(text("SELECT template, data FROM outbound_mail WHERE recipient = :to"), {"to": email})
        template, data = queued.one()
    assert template == "account_created"
    assert data["link"].startswith("http://portal.example/reset/prmr_")


def test_staff_are_not_named_without_an_account(people: People, services: CannedServices) -> None:
    operator = people.sign_in("platform_operator")
    body = {"name": "Ola Berg", "email": "ola@northbeam.example", "role": "channel_manager"}
    refused = operator.post("/people", body)
    assert (refused.status_code, refused.json["code"]) == (422, "staff_need_an_account")
    assert "POST /v1/accounts" in refused.json["detail"]
    assert services.asked == []


def test_staff_may_name_a_partners_person(people: People, services: CannedServices) -> None:
    operator, partner_id = people.sign_in("platform_operator"), str(uuid4())
    services.answers["add_person"] = {"person_id": str(uuid4())}
    body = {"name": "A Seller", "email": "a@partner.example", "role": "partner_seller", "partner_id": partner_id}
    assert operator.post("/people", body).status_code == 201
    assert services.last.command["partner_id"] == partner_id


def test_roles_follow_the_person_at_partners(people: People, services: CannedServices) -> None:
    admin = people.sign_in("partner_admin")
    seller = people.sign_in("partner_seller", partner_id=admin.partner_id)
    services.answers["update_person"] = {"person_id": str(seller.person_id), "roles": ["partner_admin"], "version": 2}
    admin.call("PATCH", f"/people/{seller.person_id}", json={"role": "partner_admin"}, headers={"If-Match": '"1"'})
    assert seller.get("/account").json["roles"] == ["partner_admin"]


def test_a_person_who_is_removed_is_out_at_once(people: People, services: CannedServices) -> None:
    admin = people.sign_in("partner_admin")
    seller = people.sign_in("partner_seller", partner_id=admin.partner_id)
    services.answers["remove_person"] = {"person_id": str(seller.person_id), "roles": ["partner_seller"]}
    assert admin.post(f"/people/{seller.person_id}/remove").status_code == 200
    assert seller.get("/account").status_code == 401


def test_accounts_are_found_page_by_page(people: People, app: Flask) -> None:
    operator = people.sign_in("platform_operator")
    made = {people.sign_in("auditor", email=f"paged-{n}@people.example").email for n in range(5)}
    seen: list[str] = []
    cursor = ""
    while True:
        page = operator.get(f"/accounts?q=paged-&limit=2{cursor}").json
        seen += [account["email"] for account in page["items"]]
        if page["next_cursor"] is None:
            break
        cursor = f"&cursor={page['next_cursor']}"
    assert seen == sorted(made)


def test_accounts_are_found_by_role(people: People) -> None:
    operator = people.sign_in("platform_operator")
    seller = people.sign_in("partner_seller", "partner_admin", email="sells@role.example")
    people.sign_in("auditor", email="audits@role.example")
    found = operator.get("/accounts?q=@role.example&role=partner_admin").json["items"]
    assert [account["email"] for account in found] == [seller.email]


def test_what_has_ended_is_forgotten(people: People) -> None:
    from gateway.identity.retention import forget

    caller = people.sign_in("auditor")
    caller.post("/tokens", {"name": "x"}, headers={"Idempotency-Key": "kept for a week"})
    bind = people.sessions.kw["bind"]
    with clock.frozen(clock.now() + timedelta(days=6)):
        forget(bind)
    assert caller.get("/account").status_code == 200
    with clock.frozen(clock.now() + timedelta(days=15)):
        assert forget(bind) > 0
    with people.sessions.begin() as session:
        assert session.scalar(text("SELECT count(*) FROM commands")) == 0
    assert caller.get("/account").status_code == 401


def test_a_sign_in_is_in_the_trail_under_who_signed_in(people: People, client: FlaskClient, password_hash: str) -> None:
    caller = people.sign_in("auditor", password_hash=password_hash)
    sign_in(client, caller.email)
    entries = caller.get(f"/audit-entries?actor=person:{caller.person_id}&operation=create_session").json["items"]
    assert len(entries) == 1
    assert entries[0]["accepted"] is True
