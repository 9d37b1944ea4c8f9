"""Secrets in replies that are kept for repetition: sealed with a key that only the caller can make again.

A field of a view marked SECRET goes out in the reply as it is, and into the command log as a cipher. Owns the mark and
the seal; refuses to keep a key. Without the caller's key a repetition is answered without the secret.
"""

import json
from collections.abc import Callable
from typing import Any, Final

from cryptography.fernet import Fernet, InvalidToken
from marshmallow import Schema

from chassis.wire import dumps

SECRET: Final = {"x-secret": True}


def secret_fields(gives: Schema | None) -> tuple[str, ...]:
    """The names, in the reply, of what must not be kept in clear."""
    fields = gives.fields.items() if gives is not None and not gives.many else ()
    return tuple(field.data_key or name for name, field in fields if field.metadata.get("x-secret"))


def sealed(reply: str, secrets: tuple[str, ...], key: str | None) -> str:
    """The reply as it may be kept."""
    return _each(reply, secrets, lambda text: Fernet(key).encrypt(text.encode()).decode() if key else None)


def opened(kept: str, secrets: tuple[str, ...], key: str | None) -> str:
    """A kept reply as its caller may read it."""
    return _each(kept, secrets, lambda cipher: _open(cipher, key) if key else None)


def _open(cipher: str, key: str) -> str | None:
    try:
        return Fernet(key).decrypt(cipher.encode()).decode()
    except (InvalidToken, ValueError):
        return None


def _each(reply: str, secrets: tuple[str, ...], change: Callable[[str], str | None]) -> str:
    body: Any = json.loads(reply) if secrets else None
    if not isinstance(body, dict):
        return reply
    return dumps({name: change(value) if name in secrets and value else value for name, value in body.items()})
