"""Forgets what has no use any more: ended sessions, dead links, answers to commands older than a week, old counts."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from sqlalchemy import Engine, delete

from chassis import clock
from gateway.identity.tables import commands, password_resets, sessions, throttle_hits

COMMANDS_KEPT: Final = timedelta(days=7)
COUNTS_KEPT: Final = timedelta(hours=1)


def forget(engine: Engine) -> int:
    """How many rows went; run now and then by the outbound process."""
    now = clock.now()
    old = (
        delete(sessions).where(sessions.c.expires_at < now),
        delete(password_resets).where(password_resets.c.expires_at < now),
        delete(commands).where(commands.c.created_at < now - COMMANDS_KEPT),
        delete(throttle_hits).where(throttle_hits.c.window_starts_at < now - COUNTS_KEPT),
    )
    with engine.begin() as connection:
        return sum(connection.execute(statement).rowcount for statement in old)
