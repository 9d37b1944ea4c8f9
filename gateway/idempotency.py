"""A command given twice with one key happens once: ids and hashes for every command,
and the log of the gateway's own.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID, uuid5

from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from chassis import wire
from chassis.database import uuid7
from chassis.errors import ServiceError
from gateway.identity.sessions import new_secret
from gateway.identity.tables import commands

NAMESPACE: Final = UUID("8f1d3c1e-6a44-5b0e-9f7e-2f6f0b1c7a55")
LONGEST_KEY: Final = 255


@dataclass(frozen=True)
class CommandKey:
    """Whose key it is makes it another command: keys of two accounts never meet."""

    command_id: UUID
    given: str | None
    secret_key: str

    def secret(self, prefix: str) -> str:
        """Random; where a key was given, derived from it, so that a repetition is answered without storing it."""
        if self.given is None:
            return new_secret(prefix)
        derived = _sign(self.secret_key, "secret", str(self.command_id), self.given)
        return prefix + base64.urlsafe_b64encode(derived).decode().rstrip("=")

    def seal(self) -> str:
        """What a service seals the secrets of the reply with that it keeps; the same again for a repetition."""
        return base64.urlsafe_b64encode(_sign(self.secret_key, "seal", str(self.command_id), self.given or "")).decode()


def key_for(account_id: UUID | None, given: str | None, secret_key: str) -> CommandKey:
    if given is None:
        return CommandKey(uuid7(), None, secret_key)
    if not 1 <= len(given) <= LONGEST_KEY or not given.isascii() or not given.isprintable():
        raise ServiceError("invalid", "idempotency_key_invalid", "", {"longest": LONGEST_KEY})
    return CommandKey(uuid5(NAMESPACE, f"{account_id or 'anonymous'}:{given}"), given, secret_key)


def request_hash(secret_key: str, method: str, path: str, command: Mapping[str, Any]) -> str:
    """Keyed, because a command may hold a password and this hash is stored."""
    body = wire.dumps(dict(sorted(command.items())))
    return _sign(secret_key, "request", method, path, body).hex()


def plain_hash(method: str, command: Mapping[str, Any]) -> str:
    """For commands of the gateway itself, which hold no secret."""
    return hashlib.sha256(f"{method}\x1f{wire.dumps(dict(sorted(command.items())))}".encode()).hexdigest()


def _sign(secret_key: str, *parts: str) -> bytes:
    return hmac.new(secret_key.encode(), "\x1f".join(parts).encode(), hashlib.sha256).digest()


def once(
    session: Session,
    key: CommandKey,
    digest: str,
    *,
    secret_field: str | None,
    now: datetime,
    carry_out: Callable[[], Any],
) -> tuple[Any, bool]:
    """Carry out a command of the gateway's own in this transaction, or answer as it was answered before."""
    if key.given is None:
        return carry_out(), False
    if (earlier := _claim(session, key.command_id, digest, now)) is not None:
        return _restored(earlier.result, key, secret_field), True
    result = carry_out()
    session.execute(
        update(commands).where(commands.c.command_id == key.command_id).values(result=_storable(result, secret_field))
    )
    return result, False


def _claim(session: Session, command_id: UUID, digest: str, now: datetime) -> Any:
    """None where it is ours to do; waits for another request that is doing it, and then sees its answer."""
    try:
        claimed = session.execute(
            insert(commands)
            .values(command_id=command_id, request_hash=digest, created_at=now)
            .on_conflict_do_nothing()
            .returning(commands.c.command_id)
        ).one_or_none()
    except OperationalError as waiting:  # lock_timeout
        raise ServiceError("conflict", "command_in_flight", "The same command is being carried out.") from waiting
    if claimed is not None:
        return None
    earlier = session.execute(select(commands).where(commands.c.command_id == command_id)).one()
    if not hmac.compare_digest(earlier.request_hash, digest):
        raise ServiceError("invalid", "idempotency_key_reused", "This key was used for another request.")
    return earlier


def _storable(result: Any, secret_field: str | None) -> Any:
    plain = wire.plain(result)
    if secret_field and plain:
        plain[secret_field] = plain[secret_field].split("_")[0] + "_"
    return plain


def _restored(result: Any, key: CommandKey, secret_field: str | None) -> Any:
    return {**result, secret_field: key.secret(result[secret_field])} if secret_field and result else result
