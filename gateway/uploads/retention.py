"""Forgets uploads that nobody can claim any more, and what dead writers left in the store.

The files themselves are swept by the service they were meant for, which alone knows what it claimed.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from sqlalchemy import Engine, delete

from chassis import clock
from chassis.blobs import Blobs
from gateway.uploads.tables import uploads

KEPT: Final = timedelta(hours=24)


def forget(engine: Engine, blobs: Blobs) -> int:
    """How many rows and pieces went; run now and then by the outbound process."""
    before = clock.now() - KEPT
    with engine.begin() as connection:
        rows = connection.execute(delete(uploads).where(uploads.c.received_at < before)).rowcount
    return rows + blobs.discard_unfinished(before)
