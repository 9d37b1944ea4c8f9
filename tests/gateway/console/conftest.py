"""The console's pages with canned answers: real policies, operations and templates, no database, no broker."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any
from unittest.mock import MagicMock
from uuid import UUID

import pytest
from flask import Flask, g
from flask.testing import FlaskClient
from flask_wtf import CSRFProtect

from chassis.errors import ServiceError
from gateway import console, errors, language, pages
from gateway.api import catalogue
from gateway.api.operations import TABLE
from gateway.identity import policies
from gateway.identity.accounts import Account
from gateway.portal import products
from gateway.rpc import Request
from gateway.runtime import EXTENSION, Runtime

GATEWAY = Path(__file__).parents[3] / "gateway"
ANA = Account(
    account_id=UUID(int=1),
    person_id=UUID(int=2),
    partner_id=None,
    email="ana@northbeam.example",
    display_name="Ana Moreno",
    roles=("channel_manager",),
    language="en",
    theme="auto",
    version=1,
)
EMPTY: dict[str, Any] = {
    "count_deal_registrations": {"by_status": {}, "needs_me": 0, "expiring_soon": 0, "overdue": 0, "total": 0},
    "count_applications": {"counts": {}, "late": 0},
    "measure_metric": {
        "metric": "active_partners", "unit": "count", "currency": None, "direction": "up", "value": None, "trend": [],
        "period": "2026-Q4", "starts_on": "2026-10-01", "ends_on": "2026-12-31",
    },
}  # fmt: skip


class CannedServices:
    """Answers each method with what a test put there; remembers every command."""

    def __init__(self) -> None:
        self.answers: dict[str, Any] = {}
        self.asked: list[tuple[str, dict[str, Any]]] = []

    def submit(self, request: Request) -> Any:
        self.asked.append((request.method, dict(request.command)))
        found = self.answers.get(request.method, EMPTY.get(request.method, {"items": [], "next_cursor": None}))
        return _Reply(found(dict(request.command)) if callable(found) else found)

    def is_connected(self) -> bool:
        return True

    def commands(self, method: str) -> list[dict[str, Any]]:
        return [command for asked, command in self.asked if asked == method]


class _Reply:
    replayed = False

    def __init__(self, found: Any) -> None:
        self._found = found

    def result(self) -> Any:
        if isinstance(self._found, ServiceError):
            raise self._found
        return self._found


class Desk:
    """One member of staff at the console."""

    def __init__(self, services: CannedServices, account: Account = ANA) -> None:
        self.services = services
        self.account = account
        self.app = self._app()

    def sign_in_as(self, *roles: str, partner_id: UUID | None = None) -> None:
        self.account = replace(self.account, roles=roles, partner_id=partner_id)

    def browser(self) -> FlaskClient:
        return self.app.test_client()

    def _app(self) -> Flask:
        app = Flask("gateway", root_path=str(GATEWAY), static_folder=None)
        app.config.update(SECRET_KEY="k" * 32, WTF_CSRF_ENABLED=False, TESTING=False, PROPAGATE_EXCEPTIONS=False)
        operations = catalogue.load(TABLE, GATEWAY.parent / "services")
        app.extensions[EXTENSION] = Runtime(
            settings=MagicMock(secret_key="k" * 32),
            sessions=_nowhere(),
            statements=_nowhere(),
            services=self.services,
            operations=operations,
            policies=policies.load(operations),
            limits=MagicMock(),
            feed=MagicMock(),
            blobs=MagicMock(),
        )
        CSRFProtect(app)
        language.register(app)
        errors.register(app)

        @app.before_request
        def someone() -> None:
            g.account, g.request_id, g.by_cookie = self.account, "test", True

        pages.register(app)
        products.register(app)
        console.register(app)
        return app


def _nowhere() -> Any:
    sessions = MagicMock()

    @contextmanager
    def begin() -> Iterator[MagicMock]:
        yield MagicMock()

    sessions.begin = begin
    return sessions


@pytest.fixture
def services() -> CannedServices:
    return CannedServices()


@pytest.fixture
def desk(services: CannedServices) -> Desk:
    return Desk(services)


@pytest.fixture
def browser(desk: Desk) -> FlaskClient:
    return desk.browser()


Answer = Callable[[dict[str, Any]], Any]
