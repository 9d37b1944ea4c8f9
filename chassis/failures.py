"""Why a message failed, as headers that stay with it through the retry ladder and in the dead letter queue.

Owns the names and limits of those headers; refuses to decide whether to try again (lane.py).
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

ATTEMPT = "prm-attempt"
DISCARD = "prm-discard"
REDRIVEN = "prm-redriven"
REASON = "prm-error-reason"
MESSAGE = "prm-error-message"
FIRST_AT = "prm-error-first-at"
LAST_AT = "prm-error-at"
QUEUE = "prm-error-queue"
ORIGINAL_EXCHANGE = "prm-original-exchange"
ORIGINAL_KEY = "prm-original-key"
_LONGEST = 1000


def attempt_of(headers: Mapping[str, Any]) -> int:
    found = headers.get(ATTEMPT, 0)
    return found if isinstance(found, int) else 0


def describe(
    headers: Mapping[str, Any],
    place: Mapping[str, Any],
    *,
    queue: str,
    reason: str,
    error: BaseException | str,
    attempt: int,
) -> dict[str, Any]:
    """The headers of a failed message: what came with it, without the broker's own trail, and our account of it."""
    now = datetime.now(UTC).isoformat(timespec="seconds")
    kept = {name: value for name, value in headers.items() if not name.startswith("x-")}
    first = {
        FIRST_AT: now,
        ORIGINAL_EXCHANGE: place.get("exchange", ""),
        ORIGINAL_KEY: place.get("routing_key", ""),
    }
    account = {
        REASON: reason,
        MESSAGE: text_of(error)[:_LONGEST],
        LAST_AT: now,
        QUEUE: queue,
        ATTEMPT: attempt,
    }
    return {**first, **kept, **account}


def without_account(headers: Mapping[str, Any]) -> dict[str, Any]:
    """The headers as they were before anything failed, for a new start."""
    ours = (ATTEMPT, DISCARD, REDRIVEN, REASON, MESSAGE, FIRST_AT, LAST_AT, QUEUE, ORIGINAL_EXCHANGE, ORIGINAL_KEY)
    return {name: value for name, value in headers.items() if name not in ours and not name.startswith("x-")}


def text_of(error: BaseException | str) -> str:
    return error if isinstance(error, str) else f"{type(error).__name__}: {error}"
