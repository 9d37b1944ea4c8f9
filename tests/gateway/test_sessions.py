"""Signing in with a password, and how long a session lasts."""

from datetime import timedelta
from uuid import uuid4

from flask.testing import FlaskClient
from sqlalchemy import text

from chassis import clock
from tests.gateway.people import PASSWORD, People, sign_in


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
