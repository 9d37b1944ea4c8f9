"""All that a service keeps, so that a rebuild can be compared with what was there before."""

import random
from collections.abc import Sequence

from sqlalchemy import text

from chassis import dump
from chassis.database import inbox, rebuilding
from chassis.delivery import Event
from chassis.testing import Harness

# When an event was read and which replays there were is all that may differ.
_DIFFER = {inbox.name, rebuilding.name}


def everything(harness: Harness) -> dict[str, list[str]]:
    """Every row of every table, by table: replicas, own state, what was told, what waits."""
    with harness.sessions.engine.connect() as connection:
        names = connection.scalars(text("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")).all()
        rows = {
            name: connection.scalars(text(f"SELECT to_jsonb(kept)::text AS row FROM {name} AS kept ORDER BY row"))
            for name in sorted(set(names) - _DIFFER)
        }
        return {name: list(found) for name, found in rows.items()}


def interleaved(events: Sequence[Event], seed: int) -> list[Event]:
    """The subjects in any order, each in its own: as failures and retries may make it."""
    lines: dict[str, list[Event]] = {}
    for found in events:
        lines.setdefault(found.subject, []).append(found)
    order = [found.subject for found in events]
    random.Random(seed).shuffle(order)
    return [lines[subject].pop(0) for subject in order]


def assert_made_again(harness: Harness) -> int:
    """In the order heard and in others a rebuild changes nothing in the whole database; how many rows it made."""
    before = everything(harness)
    for events in (harness.heard, *(interleaved(harness.heard, seed) for seed in range(5))):
        harness.rebuild(events)
        assert everything(harness) == before
    return len(list(dump.lines(harness.sessions.engine, harness.service_class)))
