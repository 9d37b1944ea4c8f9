"""How often anybody may ask: by account, by address, and at the door."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy import text

from chassis import clock
from chassis.errors import ServiceError
from gateway.api.limits import RequestLimits
from gateway.identity import passwords
from gateway.runtime import EXTENSION
from gateway.settings import Settings
from tests.gateway.conftest import runtime_of
from tests.gateway.people import PASSWORD, People


@pytest.fixture
def tight(app: Flask) -> Iterator[Flask]:
    """Twenty requests a minute an account, sixty an address, and nothing counted yet."""
    before = runtime_of(app)
    settings = replace(before.settings, requests_per_minute_account=20, requests_per_minute_address=60)
    app.extensions[EXTENSION] = replace(before, settings=settings, limits=RequestLimits(before.sessions))
    with before.sessions.begin() as session:
        session.execute(text("TRUNCATE throttle_hits"))
    with clock.frozen(clock.now().replace(second=1)):
        yield app
    with before.sessions.begin() as session:
        session.execute(text("TRUNCATE throttle_hits"))
    app.extensions[EXTENSION] = before


def test_the_request_after_the_last_allowed_is_refused(tight: Flask, people: People) -> None:
    caller = people.sign_in("auditor")
    answers = [caller.get("/account") for _ in range(21)]
    assert [answer.status_code for answer in answers] == [200] * 20 + [429]
    assert answers[0].headers["RateLimit-Policy"] == '"default";q=20;w=60'
    assert answers[0].headers["RateLimit"].startswith('"default";r=19;')
    refused = answers[-1]
    assert refused.json["code"] == "requests_throttled"
    assert 0 < int(refused.headers["Retry-After"]) <= 60


def test_another_account_has_its_own_count(tight: Flask, people: People) -> None:
    busy, calm = people.sign_in("auditor"), people.sign_in("auditor")
    for _ in range(21):
        busy.get("/account")
    assert calm.get("/account").status_code == 200


def test_an_address_is_counted_before_anybody_is_looked_up(tight: Flask) -> None:
    client = tight.test_client()
    spoofed = [
        client.get("/v1/account", headers={"Authorization": "Bearer guess", "X-Forwarded-For": f"10.0.0.{n}"})
        for n in range(61)
    ]
    assert [answer.status_code for answer in spoofed] == [401] * 60 + [429]


def test_a_new_minute_starts_anew(tight: Flask, people: People) -> None:
    caller = people.sign_in("auditor")
    for _ in range(21):
        caller.get("/account")
    with clock.frozen(clock.now().replace(second=59)):
        assert caller.get("/account").status_code == 429
    from datetime import timedelta

    with clock.frozen(clock.now() + timedelta(minutes=1)):
        assert caller.get("/account").status_code == 200


def test_two_workers_count_together(tight: Flask) -> None:
    sessions, now = runtime_of(tight).sessions, clock.now()
    workers = [RequestLimits(sessions), RequestLimits(sessions)]
    allowed = 0
    for n in range(400):
        try:
            workers[n % 2].spend("account:shared", 200, now)
            allowed += 1
        except ServiceError:
            continue
    assert 190 <= allowed <= 200


def try_to_sign_in(app: Flask, email: str, password: str = "not the password") -> int:
    answer = app.test_client().post("/v1/sessions", json={"email": email, "password": password})
    return answer.status_code


def test_ten_wrong_passwords_close_the_door_even_to_the_right_one(tight: Flask, people: People) -> None:
    caller = people.sign_in("auditor", password_hash=passwords.hash_of(PASSWORD))
    assert [try_to_sign_in(tight, caller.email) for _ in range(11)] == [401] * 10 + [429]
    assert try_to_sign_in(tight, caller.email, PASSWORD) == 429


def test_the_door_closes_in_the_same_way_for_an_unknown_address(tight: Flask) -> None:
    assert [try_to_sign_in(tight, "nobody@nowhere.example") for _ in range(11)] == [401] * 10 + [429]


def test_the_right_password_starts_the_count_anew(tight: Flask, people: People) -> None:
    caller = people.sign_in("auditor", password_hash=passwords.hash_of(PASSWORD))
    for _ in range(9):
        try_to_sign_in(tight, caller.email)
    assert try_to_sign_in(tight, caller.email, PASSWORD) == 201
    assert try_to_sign_in(tight, caller.email) == 401


def test_one_address_cannot_try_one_password_on_everybody(tight: Flask) -> None:
    answers = [try_to_sign_in(tight, f"person{n}@nowhere.example") for n in range(51)]
    assert answers == [401] * 50 + [429]


def test_a_count_that_cannot_be_kept_lets_nobody_pass(app: Flask, gateway_settings: Settings) -> None:
    from sqlalchemy import create_engine
    from sqlalchemy.orm import sessionmaker

    before = runtime_of(app)
    dead = sessionmaker(create_engine("postgresql+psycopg2://x:y@127.0.0.1:9/none"))
    app.extensions[EXTENSION] = replace(before, sessions=dead, limits=RequestLimits(dead))
    try:
        answer = app.test_client().get("/v1/account", headers={"Authorization": "Bearer prms_x"})
    finally:
        app.extensions[EXTENSION] = before
    assert answer.status_code == 503
    assert answer.json["code"] == "database_unavailable"
    assert "Retry-After" in answer.headers
