"""All that a service keeps, so that a rebuild can be compared with what was there before."""

from sqlalchemy import text

from chassis.database import inbox, rebuilding
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
