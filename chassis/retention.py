"""Keeps the mechanism's tables small: jobs every worker runs.

Owns how long published events, inbox rows and stored replies are kept; refuses to touch what is not yet through.
"""

from datetime import datetime

from sqlalchemy import CursorResult, text
from sqlalchemy.orm import Session

from chassis.jobs import job

_HOURLY = 3600.0
_BATCH = 5000


def _delete(session: Session, table: str, key: str, condition: str) -> int:
    chosen = f"SELECT {key} FROM {table} WHERE {condition} LIMIT {_BATCH}"  # noqa: S608 - constants of this module.
    result = session.execute(text(f"DELETE FROM {table} WHERE ({key}) IN ({chosen})"))  # noqa: S608
    assert isinstance(result, CursorResult)
    return result.rowcount


@job(every=_HOURLY)
def forget_published_events(session: Session, now: datetime) -> int:  # noqa: ARG001 - kept by the machine's clock.
    """The event log keeps them for good; the outbox only for a look back."""
    return _delete(session, "outbox", "seq", "published_at < clock_timestamp() - interval '7 days'")


@job(every=_HOURLY)
def forget_received_events(session: Session, now: datetime) -> int:  # noqa: ARG001
    """Older duplicates are caught by the version guard, which is never purged."""
    key = "consumer, source, event_id"
    return _delete(session, "inbox", key, "received_at < clock_timestamp() - interval '90 days'")


@job(every=_HOURLY)
def forget_executed_commands(session: Session, now: datetime) -> int:  # noqa: ARG001
    """An idempotency key is honoured for at least seven days."""
    return _delete(session, "command_log", "command_id", "executed_at < clock_timestamp() - interval '8 days'")


RETENTION_JOBS = (forget_published_events, forget_received_events, forget_executed_commands)
