"""How many requests an account and an address may make a minute, counted over all workers.

A worker takes a few permits at a time from the database and spends them in memory, so that most requests cost no query.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy.orm import Session, sessionmaker

from chassis.errors import ServiceError
from gateway.identity import throttle

WINDOW: Final = timedelta(minutes=1)
BATCHES: Final = 50


@dataclass(frozen=True)
class Standing:
    """For the RateLimit headers: what the tightest limit leaves, and when it starts anew."""

    limit: int
    remaining: int
    resets_in: int


@dataclass
class _Lease:
    window: datetime
    permits: int
    left_elsewhere: int


class RequestLimits:
    def __init__(self, sessions: sessionmaker[Session]) -> None:
        self._sessions = sessions
        self._lock = threading.Lock()
        self._leases: dict[str, _Lease] = {}

    def spend(self, subject: str, limit: int, now: datetime) -> Standing:
        """Take one permit; raises when the window's are gone. No count, no passage: a dead database refuses."""
        window = throttle.window_start(now, WINDOW)
        resets_in = max(1, int((window + WINDOW - now).total_seconds()))
        with self._lock:
            lease = self._leases.get(subject)
            if lease is None or lease.window != window or lease.permits == 0:
                lease = self._renew(subject, limit, window, now)
            if lease.permits == 0:
                raise ServiceError("unavailable", "requests_throttled", "", {"limit": limit, "retry_after": resets_in})
            lease.permits -= 1
            return Standing(limit, lease.permits + lease.left_elsewhere, resets_in)

    def _renew(self, subject: str, limit: int, window: datetime, now: datetime) -> _Lease:
        batch = max(1, limit // BATCHES)
        with self._sessions.begin() as session:
            total = throttle.hit(session, {subject: batch}, window=WINDOW, now=now)[subject]
        granted = max(0, min(batch, limit - (total - batch)))
        lease = _Lease(window, granted, max(0, limit - total))
        self._forget_older_than(window)
        self._leases[subject] = lease
        return lease

    def _forget_older_than(self, window: datetime) -> None:
        for subject in [subject for subject, lease in self._leases.items() if lease.window < window]:
            del self._leases[subject]
