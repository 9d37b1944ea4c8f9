"""Accounts: the right of a person to sign in, with roles, language and theme."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from chassis.context import Principal
from chassis.database import uuid7
from chassis.errors import ServiceError
from gateway.identity import passwords
from gateway.identity.roles import PARTNER_ROLES, STAFF_ROLES
from gateway.identity.tables import AnyRow, accounts, sessions, tokens


@dataclass(frozen=True, kw_only=True)
class Account:
    """Who is signed in. `token_scopes` narrows what an API token may do; None means everything the roles may."""

    account_id: UUID
    person_id: UUID
    partner_id: UUID | None
    email: str
    display_name: str
    roles: tuple[str, ...]
    language: str
    theme: str
    version: int
    session_id: UUID | None = None
    token_scopes: tuple[str, ...] | None = None

    @property
    def is_staff(self) -> bool:
        return self.partner_id is None

    def principal(self, scope: str) -> Principal:
        claims = {
            "account_id": str(self.account_id),
            "person_id": str(self.person_id),
            "language": self.language,
            "name": self.display_name,
        }
        if self.partner_id is not None:
            claims["partner_id"] = str(self.partner_id)
        return Principal(actor=f"person:{self.person_id}", roles=self.roles, scope=scope, claims=claims)


COLUMNS = (
    accounts.c.account_id,
    accounts.c.person_id,
    accounts.c.partner_id,
    accounts.c.email,
    accounts.c.display_name,
    accounts.c.roles,
    accounts.c.language,
    accounts.c.theme,
    accounts.c.version,
)


def from_row(row: AnyRow, **more: Any) -> Account:
    values = {column.name: row._mapping[column] for column in COLUMNS}
    return Account(**{**values, "roles": tuple(values["roles"]), **more})


def create(
    session: Session,
    *,
    email: str,
    display_name: str,
    roles: Iterable[str],
    now: datetime,
    person_id: UUID | None = None,
    partner_id: UUID | None = None,
    language: str = "en",
    password_hash: str | None = None,
) -> UUID:
    """A partner's account carries partner roles only, a staff account staff roles only."""
    roles = sorted(set(roles))
    require_fitting(roles, partner_id)
    account_id = uuid7()
    values = {
        "account_id": account_id,
        "person_id": person_id or uuid7(),
        "partner_id": partner_id,
        "email": email.strip().lower(),
        "display_name": display_name,
        "roles": roles,
        "language": language,
        "password_hash": password_hash,
        "created_at": now,
    }
    try:
        with session.begin_nested():
            session.execute(insert(accounts).values(values))
    except IntegrityError as taken:
        raise _account_exists() from taken
    return account_id


def require_free(session: Session, email: str) -> None:
    if by_email(session, email) is not None:
        raise _account_exists()


def _account_exists() -> ServiceError:
    return ServiceError("conflict", "account_exists", "This e-mail address already has an account.")


def require_fitting(roles: Iterable[str], partner_id: UUID | None) -> None:
    fitting = STAFF_ROLES if partner_id is None else PARTNER_ROLES
    if not roles or any(role not in fitting for role in roles):
        raise ServiceError(
            "invalid", "validation_failed", "", {"fields": [{"pointer": "/roles", "code": "role_unfitting"}]}
        )


def by_email(session: Session, email: str) -> AnyRow | None:
    return session.execute(select(accounts).where(accounts.c.email == email.strip().lower())).one_or_none()


def get(session: Session, account_id: UUID) -> AnyRow:
    row = session.execute(select(accounts).where(accounts.c.account_id == account_id)).one_or_none()
    if row is None:
        raise ServiceError("not_found", "not_found")
    return row


def change(session: Session, account_id: UUID, *, version: int | None = None, **values: Any) -> None:
    """Write under the version the caller saw; without one, whatever is there."""
    statement = update(accounts).where(accounts.c.account_id == account_id)
    if version is not None:
        statement = statement.where(accounts.c.version == version)
    written = session.execute(statement.values(version=accounts.c.version + 1, **values).returning(accounts.c.version))
    if written.one_or_none() is None:
        get(session, account_id)
        raise ServiceError("conflict", "stale_version", "It has been changed since you read it.")


def set_password(session: Session, account_id: UUID, password: str, *, field: str = "password") -> None:
    """A new password ends every session: whoever knew the old one is out."""
    row = get(session, account_id)
    passwords.check(password, row.email, row.display_name, field=field)
    change(session, account_id, password_hash=passwords.hash_of(password))
    session.execute(delete(sessions).where(sessions.c.account_id == account_id))


def disable(session: Session, account_id: UUID, *, now: datetime) -> None:
    """From now on nobody signs in with it: sessions and tokens die at once."""
    change(session, account_id, disabled_at=now)
    cut_off(session, account_id)


def cut_off(session: Session, account_id: UUID) -> None:
    session.execute(delete(sessions).where(sessions.c.account_id == account_id))
    session.execute(delete(tokens).where(tokens.c.account_id == account_id))


def people_with_role(session: Session, role: str) -> list[UUID]:
    """Who of those who may sign in has this role."""
    enabled = (accounts.c.disabled_at.is_(None), accounts.c.roles.any_() == role)
    return list(session.scalars(select(accounts.c.person_id).where(*enabled).order_by(accounts.c.person_id)))


def disable_person(session: Session, person_id: UUID, *, now: datetime) -> None:
    """For the person who left: the account of that person, where there is one."""
    account_id = session.scalar(select(accounts.c.account_id).where(accounts.c.person_id == person_id))
    if account_id is not None:
        disable(session, account_id, now=now)
