"""The feed's cursor: opaque to its holder, signed, and true to one epoch of the log and one filter."""

import base64
import binascii
import hashlib
import hmac
import struct
from dataclasses import dataclass

from chassis.errors import ServiceError

_FORM = struct.Struct(">BIQ8s")
_VERSION = 1
_SIGNATURE_BYTES = 16


@dataclass(frozen=True)
class Cursor:
    """Everything up to and including `position` of `epoch` has been read."""

    epoch: int
    position: int


def invalid(message: str) -> ServiceError:
    """The refusal for a cursor we never gave, or gave for another question."""
    return ServiceError("invalid", "cursor_invalid", message)


def seal(cursor: Cursor, question: str, secret: str) -> str:
    """Write the cursor for the holder of the answer to `question` (the filter, and who asked)."""
    body = _FORM.pack(_VERSION, cursor.epoch, cursor.position, _digest(question))
    return base64.urlsafe_b64encode(body + _sign(body, secret)).decode().rstrip("=")


def open_sealed(text: str, question: str, secret: str) -> Cursor:
    """Read a cursor back; refuses one that was altered or belongs to another question."""
    try:
        raw = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        raise invalid("This cursor is not one of ours. Start again with cursor=earliest.") from None
    body, signature = raw[: _FORM.size], raw[_FORM.size :]
    if len(body) != _FORM.size or not hmac.compare_digest(signature, _sign(body, secret)):
        raise invalid("This cursor is not one of ours. Start again with cursor=earliest.")
    _, epoch, position, digest = _FORM.unpack(body)
    if digest != _digest(question):
        raise invalid("This cursor belongs to another filter. Keep types and subject as they were, or start again.")
    return Cursor(epoch, position)


def _digest(question: str) -> bytes:
    return hashlib.sha256(question.encode()).digest()[:8]


def _sign(body: bytes, secret: str) -> bytes:
    return hmac.new(secret.encode(), b"feed-cursor:" + body, hashlib.sha256).digest()[:_SIGNATURE_BYTES]
