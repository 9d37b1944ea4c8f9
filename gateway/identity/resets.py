"""Password reset by letter: asking tells nothing about who has an account; the link works once and for an hour."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from chassis.database import uuid7
from chassis.errors import ServiceError
from gateway.identity import accounts
from gateway.identity.sessions import hash_of, new_secret
from gateway.identity.tables import AnyRow, password_resets
from gateway.outbound import mail

PREFIX: Final = "prmr_"
VALID: Final = timedelta(hours=1)
WELCOME_VALID: Final = timedelta(days=14)


def ask(session: Session, email: str, *, public_url: str, now: datetime) -> None:
    """Queue the letter where there is such an account; otherwise do nothing, and say nothing."""
    row = accounts.by_email(session, email)
    if row is not None and row.disabled_at is None and row.password_hash is not None:
        _write(session, row, "password_reset", valid=VALID, public_url=public_url, now=now)


def welcome(session: Session, account_id: UUID, *, public_url: str, now: datetime) -> None:
    """The first letter of an account made by a colleague: its link chooses the first password."""
    _write(
        session,
        accounts.get(session, account_id),
        "account_created",
        valid=WELCOME_VALID,
        public_url=public_url,
        now=now,
    )


def _write(session: Session, row: AnyRow, template: str, *, valid: timedelta, public_url: str, now: datetime) -> None:
    secret = new_secret(PREFIX)
    session.execute(
        insert(password_resets).values(
            password_reset_id=uuid7(),
            account_id=row.account_id,
            secret_hash=hash_of(secret),
            created_at=now,
            expires_at=now + valid,
        )
    )
    data = {"name": row.display_name, "link": f"{public_url}/reset/{secret}", "expires_at": (now + valid).isoformat()}
    mail.queue(session, template, row.email, row.language, data)


def require_open(session: Session, secret: str, now: datetime) -> UUID:
    """The account a living link belongs to."""
    account_id: UUID | None = session.scalar(
        select(password_resets.c.account_id).where(
            password_resets.c.secret_hash == hash_of(secret),
            password_resets.c.used_at.is_(None),
            password_resets.c.expires_at > now,
        )
    )
    if account_id is None:
        raise ServiceError("not_found", "reset_link_unknown", "This link has been used or is too old.")
    return account_id


def carry_out(session: Session, secret: str, password: str, *, now: datetime) -> UUID:
    """Set the password; the link is used up first, so that of two at once one finds it gone."""
    account_id = require_open(session, secret, now)
    used = session.execute(
        update(password_resets)
        .where(password_resets.c.account_id == account_id, password_resets.c.used_at.is_(None))
        .values(used_at=now)
        .returning(password_resets.c.password_reset_id)
    )
    if not used.all():
        raise ServiceError("not_found", "reset_link_unknown", "This link has been used or is too old.")
    accounts.set_password(session, account_id, password)
    return account_id
