"""A browser's session: its cookie, its forms, what an attacker can plant, and how it ends."""

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient

from gateway import create_app
from gateway.identity import passwords
from gateway.settings import Settings
from tests.gateway.canned import CannedServices
from tests.gateway.conftest import runtime_of
from tests.gateway.people import PASSWORD, Caller, People


@pytest.fixture(scope="module")
def password_hash() -> str:
    return passwords.hash_of(PASSWORD)


@pytest.fixture
def auditor(people: People, password_hash: str) -> Caller:
    return people.sign_in("auditor", password_hash=password_hash)


def form_token(client: FlaskClient, path: str = "/sign-in") -> str:
    page = client.get(path).text
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
    assert found, "the form carries a token"
    return found.group(1)


def sign_in(client: FlaskClient, email: str) -> str:
    form = {"email": email, "password": PASSWORD, "csrf_token": form_token(client)}
    answer = client.post("/sign-in", data=form)
    assert answer.status_code == 303, answer.text
    cookie = client.get_cookie("prm_session")
    assert cookie is not None
    return str(cookie.value)


def test_the_cookie_is_kept_from_scripts_and_other_sites(app: Flask, auditor: Caller) -> None:
    client = app.test_client()
    sign_in(client, auditor.email)
    cookie = client.get_cookie("prm_session")
    assert cookie is not None
    assert cookie.http_only
    assert cookie.same_site == "Lax"
    assert len(cookie.value) >= 43


def test_a_planted_session_is_not_adopted(app: Flask, auditor: Caller) -> None:
    client = app.test_client()
    client.set_cookie("prm_session", "prms_planted-by-somebody-else")
    secret = sign_in(client, auditor.email)
    assert secret != "prms_planted-by-somebody-else"
    planted = app.test_client()
    planted.set_cookie("prm_session", "prms_planted-by-somebody-else")
    assert planted.get("/console").status_code == 303


def test_each_sign_in_gives_another_secret(app: Flask, auditor: Caller) -> None:
    client = app.test_client()
    first = sign_in(client, auditor.email)
    client.delete_cookie("prm_session")
    assert sign_in(client, auditor.email) != first


def test_signing_out_ends_the_session_on_the_server(app: Flask, auditor: Caller) -> None:
    client = app.test_client()
    secret = sign_in(client, auditor.email)
    client.post("/sign-out", data={"csrf_token": form_token(client, "/reset")})
    thief = app.test_client()
    thief.set_cookie("prm_session", secret)
    assert thief.get("/console").status_code == 303


@pytest.mark.parametrize("path", ["/sign-in", "/sign-out", "/preferences", "/apply", "/reset", "/settings/tokens"])
def test_a_form_without_its_token_changes_nothing(app: Flask, auditor: Caller, path: str) -> None:
    client = app.test_client()
    sign_in(client, auditor.email)
    assert client.post(path, data={"name": "x"}).status_code == 403


def test_a_token_of_another_browser_is_not_accepted(app: Flask, auditor: Caller) -> None:
    token = form_token(app.test_client())
    client = app.test_client()
    client.get("/sign-in")
    answer = client.post("/sign-in", data={"email": auditor.email, "password": PASSWORD, "csrf_token": token})
    assert answer.status_code == 403


def test_the_api_by_cookie_needs_the_token_too(app: Flask, auditor: Caller) -> None:
    client = app.test_client()
    sign_in(client, auditor.email)
    refused = client.post("/v1/tokens", json={"name": "x"})
    assert (refused.status_code, refused.json["code"]) == (403, "form_expired")
    token = form_token(client, "/reset")
    assert client.post("/v1/tokens", json={"name": "x"}, headers={"X-CSRFToken": token}).status_code == 201


def test_a_bearer_token_needs_none_because_no_browser_sends_it_by_itself(auditor: Caller) -> None:
    assert auditor.post("/tokens", {"name": "x"}).status_code == 201


def test_an_api_token_is_no_cookie(app: Flask, auditor: Caller) -> None:
    token = auditor.post("/tokens", {"name": "x"}).json["token"]
    client = app.test_client()
    client.set_cookie("prm_session", token)
    assert client.get("/v1/account").status_code == 401


@pytest.mark.parametrize(
    "header", ["Basic dXNlcjpwYXNz", "Bearer", "Bearer ", "bearer nothing", "Token x", "Bearer prms_"]
)
def test_a_credential_that_is_none_is_refused_never_ignored(client: FlaskClient, header: str) -> None:
    answer = client.get("/v1/account", headers={"Authorization": header})
    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")


def test_reading_changes_nothing_on_any_page(app: Flask) -> None:
    for rule in app.url_map.iter_rules():
        if rule.methods and "GET" in rule.methods:
            assert not {"DELETE", "PATCH"} & rule.methods


@pytest.fixture(scope="module")
def secure_app(gateway_settings: Settings) -> Iterator[Flask]:
    app = create_app(replace(gateway_settings, public_url="https://portal.example"), CannedServices())
    yield app
    runtime_of(app).sessions.kw["bind"].dispose()


def test_over_https_the_cookies_belong_to_this_host_alone(secure_app: Flask, password_hash: str) -> None:
    running = runtime_of(secure_app)
    client = secure_app.test_client()
    email = People(client, running.sessions, running.settings).sign_in("auditor", password_hash=password_hash).email
    base = "https://portal.example"
    page = client.get("/sign-in", base_url=base)
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page.text)
    assert token
    form = {"email": email, "password": PASSWORD, "csrf_token": token.group(1)}
    answer = client.post("/sign-in", data=form, base_url=base, headers={"Referer": f"{base}/sign-in"})
    cookies = answer.headers.getlist("Set-Cookie") + page.headers.getlist("Set-Cookie")
    assert any(cookie.startswith("__Host-prm_session=") for cookie in cookies)
    for cookie in cookies:
        if cookie.startswith("__Host-"):
            assert "Secure" in cookie
            assert "HttpOnly" in cookie
            assert "Path=/" in cookie
            assert "Domain" not in cookie
