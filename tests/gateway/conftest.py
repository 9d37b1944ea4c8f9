"""The whole gateway on a database of its own, with canned services behind it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient

from gateway import create_app
from gateway.identity import passwords
from gateway.runtime import EXTENSION, Runtime
from gateway.settings import Settings
from tests.gateway.canned import CannedServices
from tests.gateway.people import PASSWORD, People


@pytest.fixture(scope="session")
def gateway_settings(service_database: Callable[[str], str], tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return Settings(
        database_url=service_database("gateway"),
        amqp_url="amqp://nobody:nothing@127.0.0.1:1/none",
        secret_key="a key for tests that nobody else has",
        public_url="http://portal.example",
        blobs=tmp_path_factory.mktemp("blobs").as_uri(),
        largest_upload=20 * 1024 * 1024,
        requests_per_minute_account=1_000_000,
        requests_per_minute_address=1_000_000,
    )


@pytest.fixture
def services() -> CannedServices:
    return CannedServices()


@pytest.fixture(scope="session")
def gateway_app(gateway_settings: Settings) -> Iterator[Flask]:
    """Made once: a start reads contracts, policies and templates."""
    app = create_app(gateway_settings, CannedServices())
    yield app
    runtime_of(app).sessions.kw["bind"].dispose()


@pytest.fixture
def app(gateway_app: Flask, services: CannedServices) -> Flask:
    """The same application with this test's own services behind it."""
    from dataclasses import replace

    gateway_app.extensions[EXTENSION] = replace(runtime_of(gateway_app), services=services)
    return gateway_app


def runtime_of(app: Flask) -> Runtime:
    found: Runtime = app.extensions[EXTENSION]
    return found


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def people(app: Flask, client: FlaskClient) -> People:
    return People(client, runtime_of(app).sessions, runtime_of(app).settings)


@pytest.fixture(scope="session")
def password_hash() -> str:
    """The hash of the tests' password, paid for once."""
    return passwords.hash_of(PASSWORD)
