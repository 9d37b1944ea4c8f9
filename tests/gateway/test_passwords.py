"""Passwords: which are good enough, how they are kept, changed and reset."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy import text

from gateway.identity import accounts
from tests.gateway.people import PASSWORD, People, invite, sign_in


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
