"""How far the numbers have come: the last event heard from each source."""

from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from services.metrics.facts.tables import sources


def freshness(session: Session) -> list[dict[str, Any]]:
    statement = select(sources).order_by(sources.c.source)
    return [dict(row._mapping) for row in session.execute(statement)]


def as_of(session: Session) -> datetime | None:
    """The time of the last event of all."""
    latest: datetime | None = session.scalar(select(func.max(sources.c.as_of)))
    return latest
