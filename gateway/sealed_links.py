"""Addresses that open something without signing in: an id with a seal that only this installation can make.

Nothing is stored: the address can be shown again, and a copy of a database opens nothing.
"""

from __future__ import annotations

import hashlib
import hmac
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from chassis.errors import ServiceError

if TYPE_CHECKING:
    from gateway.api.operation import Operation
    from gateway.settings import Settings

_SEAL: Final = 16


def token_for(settings: Settings, field: str, object_id: UUID) -> str:
    """43 letters: the id and its seal. What is sealed as one kind of thing opens no other kind."""
    return urlsafe_b64encode(object_id.bytes + _seal(settings, field, object_id.bytes)).decode().rstrip("=")


def opened(operation: Operation, settings: Settings, command: Mapping[str, Any]) -> Mapping[str, Any]:
    """The command with every sealed link of it turned into the id it stands for."""
    if not operation.links:
        return command
    ids = {field: str(_id(settings, field, str(command.get(name)))) for name, field in operation.links.items()}
    return {name: value for name, value in command.items() if name not in operation.links} | ids


def _id(settings: Settings, field: str, token: str) -> UUID:
    try:
        found = urlsafe_b64decode(token + "=" * (-len(token) % 4))
    except ValueError:
        found = b""
    given, seal = found[:_SEAL], found[_SEAL:]
    if len(given) != _SEAL or not hmac.compare_digest(seal, _seal(settings, field, given)):
        raise ServiceError("not_found", "not_found", "There is nothing here.")
    return UUID(bytes=given)


def _seal(settings: Settings, field: str, given: bytes) -> bytes:
    return hmac.digest(settings.secret_key.encode(), f"link:{field}:".encode() + given, hashlib.sha256)[:_SEAL]
