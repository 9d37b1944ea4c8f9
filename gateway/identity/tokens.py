"""API tokens: named, scoped, shown once, kept as a hash with a prefix to recognise them by."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.orm import Session

from chassis.database import uuid7
from chassis.errors import ServiceError
from gateway.identity import accounts
from gateway.identity.accounts import Account
from gateway.identity.sessions import hash_of
from gateway.identity.tables import AnyRow, tokens
from gateway.identity.tables import accounts as accounts_table

PREFIX: Final = "prmt_"
SHOWN: Final = len(PREFIX) + 6
MOST_PER_ACCOUNT: Final = 50
USED_EVERY: Final = timedelta(minutes=5)


def create(
    session: Session, account_id: UUID, *, name: str, scopes: Sequence[str] | None, secret: str, now: datetime
) -> AnyRow:
    held = session.scalar(select(func.count()).select_from(tokens).where(tokens.c.account_id == account_id))
    if (held or 0) >= MOST_PER_ACCOUNT:
        raise ServiceError("conflict", "too_many_tokens", "", {"most": MOST_PER_ACCOUNT})
    return session.execute(
        insert(tokens)
        .values(
            token_id=uuid7(),
            account_id=account_id,
            name=name,
            prefix=secret[:SHOWN],
            secret_hash=hash_of(secret),
            scopes=sorted(set(scopes)) if scopes is not None else None,
            created_at=now,
        )
        .returning(*_SHOWN_COLUMNS)
    ).one()


_SHOWN_COLUMNS = (
    tokens.c.token_id,
    tokens.c.name,
    tokens.c.prefix,
    tokens.c.scopes,
    tokens.c.created_at,
    tokens.c.last_used_at,
)


def find(session: Session, secret: str, now: datetime) -> Account | None:
    row = session.execute(
        select(*accounts.COLUMNS, tokens.c.token_id, tokens.c.scopes, tokens.c.last_used_at)
        .join(accounts_table, accounts_table.c.account_id == tokens.c.account_id)
        .where(tokens.c.secret_hash == hash_of(secret), accounts_table.c.disabled_at.is_(None))
    ).one_or_none()
    if row is None:
        return None
    if row.last_used_at is None or now - row.last_used_at > USED_EVERY:
        session.execute(update(tokens).where(tokens.c.token_id == row.token_id).values(last_used_at=now))
    return accounts.from_row(row, token_scopes=tuple(row.scopes) if row.scopes is not None else None)


def of_account(session: Session, account_id: UUID) -> Sequence[AnyRow]:
    return session.execute(
        select(*_SHOWN_COLUMNS).where(tokens.c.account_id == account_id).order_by(tokens.c.created_at.desc())
    ).all()


def revoke(session: Session, account_id: UUID, token_id: UUID) -> None:
    """Only one's own; another's answers like an absent one."""
    revoked = session.execute(
        delete(tokens)
        .where(tokens.c.token_id == token_id, tokens.c.account_id == account_id)
        .returning(tokens.c.token_id)
    )
    if revoked.one_or_none() is None:
        raise ServiceError("not_found", "not_found")
