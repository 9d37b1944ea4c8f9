"""Accounts for tests, signed in without the price of a password hash."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from flask.testing import FlaskClient
from sqlalchemy.orm import Session, sessionmaker
from werkzeug.test import TestResponse

from chassis import clock
from gateway.identity import accounts, invitations, sessions
from gateway.settings import Settings

PASSWORD = "violet kettle under the stairs"
STAFF = ("channel_manager", "program_manager", "platform_operator", "auditor")


@dataclass(frozen=True)
class Caller:
    """Someone with a Bearer token of their own."""

    client: FlaskClient
    token: str
    account_id: UUID
    person_id: UUID
    partner_id: UUID | None
    email: str

    def call(self, method: str, path: str, *, headers: dict[str, str] | None = None, **more: Any) -> TestResponse:
        sent = {"Authorization": f"Bearer {self.token}", **(headers or {})}
        return self.client.open(f"/v1{path}", method=method, headers=sent, **more)

    def get(self, path: str, **more: Any) -> TestResponse:
        return self.call("GET", path, **more)

    def post(self, path: str, body: Any = None, **more: Any) -> TestResponse:
        return self.call("POST", path, json={} if body is None else body, **more)


class People:
    """Makes callers of any role in one gateway database."""

    def __init__(self, client: FlaskClient, factory: sessionmaker[Session], settings: Settings) -> None:
        self.client = client
        self.sessions = factory
        self.settings = settings

    def sign_in(
        self,
        *roles: str,
        partner_id: UUID | None = None,
        person_id: UUID | None = None,
        password_hash: str | None = None,
        email: str | None = None,
    ) -> Caller:
        if partner_id is None and roles[0] not in STAFF:
            partner_id = uuid4()
        email = email or f"{uuid4().hex[:12]}@people.example"
        now = clock.now()
        with self.sessions.begin() as session:
            account_id = accounts.create(
                session,
                email=email,
                display_name="Test Person",
                roles=roles,
                now=now,
                person_id=person_id,
                partner_id=partner_id,
                password_hash=password_hash,
            )
            row = accounts.get(session, account_id)
            opened = sessions.open_session(session, self.settings, row, address="127.0.0.1", agent="tests", now=now)
        return Caller(self.client, opened.secret, account_id, row.person_id, partner_id, email)


def sign_in(client: FlaskClient, email: str, password: str = PASSWORD) -> str:
    """The token of a new session, by password."""
    answer = client.post("/v1/sessions", json={"email": email, "password": password})
    assert answer.status_code == 201, answer.text
    return str(answer.json["token"])


def invite(people: People) -> tuple[str, str]:
    """The secret of a new invitation of a partner's admin, and the address it went to."""
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
