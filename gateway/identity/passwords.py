"""Passwords: which are good enough, how they are kept (argon2id), and what a check may cost. It knows no account."""

from __future__ import annotations

import threading
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from chassis.errors import ServiceError

SHORTEST: Final = 8
LONGEST: Final = 256
CONTEXT_WORDS: Final = ("northbeam", "partner", "password", "portal")
CONCURRENT_HASHES: Final = 2
WAIT_FOR_A_TURN_SECONDS: Final = 3

# OWASP's minimum is m=19456 KiB, t=2, p=1; this is what new and renewed hashes use.
_hasher: Final = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
_turns: Final = threading.BoundedSemaphore(CONCURRENT_HASHES)


@contextmanager
def _turn() -> Iterator[None]:
    """Each hash takes 19 MiB and a core: a flood of sign-ins must not take all of them."""
    if not _turns.acquire(timeout=WAIT_FOR_A_TURN_SECONDS):
        raise ServiceError("unavailable", "sign_in_busy", "Too many people are signing in at this moment.")
    try:
        yield
    finally:
        _turns.release()


@cache
def _common() -> frozenset[str]:
    return frozenset(Path(__file__).with_name("common_passwords.txt").read_text().split())


def check(password: str, *context: str, field: str = "password") -> None:
    """Refuse what is short, known to everybody, or made of the words around it. No rules of composition."""
    if len(password) < SHORTEST:
        raise _weak(field, "password_too_short", shortest=SHORTEST)
    if len(password) > LONGEST:
        raise _weak(field, "password_too_long", longest=LONGEST)
    folded = password.casefold()
    if folded in _common() or _is_made_of(folded, context):
        raise _weak(field, "password_too_common")


def _is_made_of(folded: str, context: tuple[str, ...]) -> bool:
    """True when a known word and a few digits or signs are all there is."""
    words = {word.casefold() for text in (*CONTEXT_WORDS, *context) for word in text.replace("@", " ").split()}
    core = folded.strip("0123456789!?.#$%&*-_ ")
    return core in words or len(set(folded)) <= 2


def _weak(field: str, code: str, **limits: int) -> ServiceError:
    return ServiceError(
        "invalid", "validation_failed", "", {"fields": [{"pointer": f"/{field}", "code": code, **limits}]}
    )


def _normal(password: str) -> str:
    return unicodedata.normalize("NFC", password)


def hash_of(password: str) -> str:
    with _turn():
        return _hasher.hash(_normal(password))


@cache
def _nobodys_hash() -> str:
    return _hasher.hash("the password of nobody")


def matches(password: str, stored: str | None) -> bool:
    """Takes the same time for an account that does not exist or has no password yet."""
    with _turn():
        try:
            return _hasher.verify(stored or _nobodys_hash(), _normal(password)) and stored is not None
        except (VerificationError, InvalidHashError):
            return False


def is_outdated(stored: str) -> bool:
    return _hasher.check_needs_rehash(stored)
