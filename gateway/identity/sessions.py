"""Sessions: what a sign-in gives. The secret is kept as a hash; an id is new at every sign-in,
so none can be planted.
"""

from __future__ import annotations

import hashlib
import logging
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from chassis.database import uuid7
from chassis.errors import ServiceError
from gateway import measurements
from gateway.identity import accounts, passwords, throttle
from gateway.identity.accounts import Account
from gateway.identity.tables import AnyRow, sessions
from gateway.identity.tables import accounts as accounts_table
from gateway.settings import Settings

log = logging.getLogger(__name__)

PREFIX: Final = "prms_"
SEEN_EVERY: Final = timedelta(minutes=1)


@dataclass(frozen=True)
class SignedIn:
    secret: str
    expires_at: datetime
    account: Account


def new_secret(prefix: str) -> str:
    return prefix + secrets.token_urlsafe(32)


def hash_of(secret: str) -> bytes:
    """The secret has 256 random bits: a plain digest is enough, and lets the database find it by index."""
    return hashlib.sha256(secret.encode()).digest()


def sign_in(
    session: Session,
    settings: Settings,
    *,
    email: str,
    password: str,
    address: str,
    agent: str,
    now: datetime,
    secret: str | None = None,
) -> SignedIn:
    """Refuses a wrong password, an unknown address and a disabled account with one answer in the same time."""
    row = accounts.by_email(session, email)
    if not passwords.matches(password, row.password_hash if row else None) or row is None or row.disabled_at:
        measurements.SIGN_IN_FAILURES.labels("credentials_wrong").inc()
        log.warning("sign-in refused from %s", address)
        raise ServiceError("forbidden", "credentials_wrong", "The e-mail address or the password is wrong.")
    throttle.forgive(session, throttle.sign_in_subjects(email, address))
    if passwords.is_outdated(row.password_hash):
        accounts.change(session, row.account_id, password_hash=passwords.hash_of(password))
    return open_session(session, settings, row, address=address, agent=agent, now=now, secret=secret)


def open_session(
    session: Session,
    settings: Settings,
    row: AnyRow,
    *,
    address: str,
    agent: str,
    now: datetime,
    secret: str | None = None,
) -> SignedIn:
    secret = secret or new_secret(PREFIX)
    session_id, expires_at = uuid7(), now + settings.session_absolute
    session.execute(
        insert(sessions).values(
            session_id=session_id,
            account_id=row.account_id,
            secret_hash=hash_of(secret),
            created_at=now,
            last_seen_at=now,
            expires_at=expires_at,
            address=address,
            agent=agent[:200],
        )
    )
    return SignedIn(secret, expires_at, accounts.from_row(row, session_id=session_id))


def find(session: Session, settings: Settings, secret: str, now: datetime) -> Account | None:
    """The account of a living session; being seen keeps it from idling out."""
    row = session.execute(
        select(*accounts.COLUMNS, sessions.c.session_id, sessions.c.last_seen_at)
        .join(accounts_table, accounts_table.c.account_id == sessions.c.account_id)
        .where(
            sessions.c.secret_hash == hash_of(secret),
            sessions.c.expires_at > now,
            sessions.c.last_seen_at > now - settings.session_idle,
            accounts_table.c.disabled_at.is_(None),
        )
    ).one_or_none()
    if row is None:
        return None
    if now - row.last_seen_at > SEEN_EVERY:
        session.execute(update(sessions).where(sessions.c.session_id == row.session_id).values(last_seen_at=now))
    return accounts.from_row(row, session_id=row.session_id)


def of_account(session: Session, account_id: UUID, now: datetime) -> Sequence[AnyRow]:
    return session.execute(
        select(
            sessions.c.session_id,
            sessions.c.created_at,
            sessions.c.last_seen_at,
            sessions.c.expires_at,
            sessions.c.address,
            sessions.c.agent,
        )
        .where(sessions.c.account_id == account_id, sessions.c.expires_at > now)
        .order_by(sessions.c.last_seen_at.desc())
    ).all()


def end(session: Session, account_id: UUID, session_id: UUID) -> None:
    """Only one's own; another's answers like an absent one."""
    ended = session.execute(
        delete(sessions)
        .where(sessions.c.session_id == session_id, sessions.c.account_id == account_id)
        .returning(sessions.c.session_id)
    )
    if ended.one_or_none() is None:
        raise ServiceError("not_found", "not_found")
