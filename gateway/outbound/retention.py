"""Forgets old events where an operator set a limit; without one the log keeps everything."""

from datetime import timedelta

from sqlalchemy import Engine, delete, func, select

from chassis import clock
from gateway.outbound.tables import event_log

BATCH = 5000


def forget_older(engine: Engine, keep: timedelta) -> int:
    """Delete a part of what is older than `keep`: always from the front, and never the newest row, which the next
    position is counted from."""
    position = event_log.c.position
    kept = select(func.min(position)).where(event_log.c.recorded_at >= clock.now() - keep).scalar_subquery()
    newest = select(func.max(position)).scalar_subquery()
    with engine.begin() as connection:
        front = select(position).where(position < func.coalesce(kept, newest)).order_by(position).limit(BATCH)
        return connection.execute(delete(event_log).where(position.in_(front))).rowcount
