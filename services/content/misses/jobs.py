"""Keeping the misses of half a year."""

from datetime import datetime

from sqlalchemy.orm import Session

from chassis.jobs import job
from services.content.misses import queries


@job(every=3600)
def forget_misses(session: Session, now: datetime) -> int:
    """Delete older ones, some at a time."""
    return queries.forget_misses(session, now)
