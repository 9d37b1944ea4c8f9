"""What happens to certificates with nobody pressing anything: reminders and the end."""

from datetime import datetime
from typing import Final

from sqlalchemy.orm import Session

from chassis.jobs import job
from chassis.outbox import record
from services.enablement.certificates import queries

_BATCH: Final = 100


@job(every=30)
def expire_certificates(session: Session, now: datetime) -> int:
    """End what ran out, however long ago."""
    over = queries.due(session, _BATCH, queries.run_out(now))
    record(session, [fact for certificate in over for fact in certificate.expire(now)])
    return len(over)


@job(every=30)
def remind_expiring(session: Session, now: datetime) -> int:
    """Tell holders once for each day they are to be reminded on; after a pause for the nearest one alone."""
    near = queries.due(session, _BATCH, queries.reminder_due(now))
    record(session, [fact for certificate in near for fact in certificate.remind(now)])
    return len(near)
