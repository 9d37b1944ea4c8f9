"""Counting attempts in fixed windows, in the database, so that all workers count together."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Final

from sqlalchemy import delete, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from chassis.errors import ServiceError
from gateway import measurements
from gateway.identity.tables import throttle_hits

SIGN_IN_WINDOW: Final = timedelta(minutes=15)
ELSEWHERE_FACTOR: Final = 5  # one account from many addresses, one address on many accounts


def window_start(now: datetime, window: timedelta) -> datetime:
    seconds = int(now.timestamp() // window.total_seconds() * window.total_seconds())
    return datetime.fromtimestamp(seconds, tz=UTC)


def hit(session: Session, amounts: Mapping[str, int], *, window: timedelta, now: datetime) -> dict[str, int]:
    """Add to each subject's count in this window; what stands there now, by subject."""
    starts_at = window_start(now, window)
    rows = [
        {"subject": subject, "window_starts_at": starts_at, "hits": amount}
        for subject, amount in sorted(amounts.items())
    ]
    statement = insert(throttle_hits).values(rows)
    statement = statement.on_conflict_do_update(
        index_elements=["subject", "window_starts_at"],
        set_={"hits": throttle_hits.c.hits + statement.excluded.hits},
    )
    counted = session.execute(statement.returning(throttle_hits.c.subject, throttle_hits.c.hits)).all()
    return {row.subject: row.hits for row in counted}


def sign_in_subjects(email: str, address: str) -> tuple[str, str, str]:
    """The pair, the account, the address. Addresses of people are kept as digests only."""
    who = hashlib.sha256(email.strip().lower().encode()).hexdigest()[:32]
    return f"sign-in:{who}:{address}", f"sign-in:{who}", f"sign-in:{address}"


def require_turn(session: Session, email: str, address: str, *, limit: int, now: datetime) -> None:
    """Count this try before it is made. Unknown addresses are counted like known ones, so that nothing is told."""
    pair, *elsewhere = sign_in_subjects(email, address)
    counted = hit(session, dict.fromkeys((pair, *elsewhere), 1), window=SIGN_IN_WINDOW, now=now)
    if counted[pair] > limit or any(counted[subject] > limit * ELSEWHERE_FACTOR for subject in elsewhere):
        measurements.SIGN_IN_FAILURES.labels("sign_ins_throttled").inc()
        ends_at = window_start(now, SIGN_IN_WINDOW) + SIGN_IN_WINDOW
        raise ServiceError(
            "unavailable", "sign_ins_throttled", "", {"retry_after": max(1, int((ends_at - now).total_seconds()))}
        )


def forgive(session: Session, subjects: tuple[str, str, str]) -> None:
    """A right password was no guess: the pair starts anew, and the try is taken back where others count too."""
    pair, *elsewhere = subjects
    session.execute(delete(throttle_hits).where(throttle_hits.c.subject == pair))
    session.execute(
        update(throttle_hits)
        .where(throttle_hits.c.subject.in_(elsewhere), throttle_hits.c.hits > 0)
        .values(hits=throttle_hits.c.hits - 1)
    )
