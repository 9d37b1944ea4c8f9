"""Every response is sealed: pages, answers, errors, files."""

import json
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.gateway.people import People

MANIFEST = Path(__file__).parents[2] / "gateway" / "static" / "dist" / "manifest.json"
ADDRESSES = [
    "/sign-in",
    "/apply",
    "/reset",
    "/docs",
    "/v1/openapi.json",
    "/v1/deal-registrations",
    "/v1/nothing",
    "/nothing",
    "/console",
    "/",
    "/livez",
    "/static/dist/nothing.js",
    "/static/dist/" + next(iter(json.loads(MANIFEST.read_text()).values())),
    "/%2e%2e/%2e%2e/etc/passwd",
]


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize("method", ["GET", "POST", "DELETE", "TRACE"])
def test_every_response_is_sealed(client: FlaskClient, address: str, method: str) -> None:
    answer = client.open(address, method=method)
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe-inline" not in policy
    assert "unsafe-eval" not in policy
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "Referrer-Policy" in answer.headers
    assert "Access-Control-Allow-Origin" not in answer.headers
    answer.close()


def test_private_data_is_in_no_cache(people: People) -> None:
    caller = people.sign_in("partner_admin")
    for path in ("/deal-registrations", "/account", "/tokens", "/nothing"):
        assert caller.get(path).headers["Cache-Control"] == "no-store"


def test_built_files_may_be_kept_for_ever(client: FlaskClient) -> None:
    name = next(iter(json.loads(MANIFEST.read_text()).values()))
    answer = client.get(f"/static/dist/{name}")
    answer.close()
    assert "immutable" in answer.headers["Cache-Control"]


def test_nothing_of_the_machine_is_served(client: FlaskClient) -> None:
    for path in (
        "/.git/config",
        "/metrics",
        "/static/",
        "/console/../../gateway/settings.py",
        "/.env",
        "/server-status",
    ):
        assert client.get(path).status_code in {303, 404}, path


def test_over_https_the_browser_is_told_to_stay_there(app: Flask) -> None:
    from dataclasses import replace

    from gateway.runtime import EXTENSION
    from tests.gateway.conftest import runtime_of

    before = runtime_of(app)
    settings = replace(before.settings, public_url="https://portal.example")
    app.extensions[EXTENSION] = replace(before, settings=settings)
    try:
        answer = app.test_client().get("/sign-in")
    finally:
        app.extensions[EXTENSION] = before
    assert answer.headers["Strict-Transport-Security"].startswith("max-age=31536000")
