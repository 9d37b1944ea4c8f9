"""The count that nobody has to ask for: time passes, certificates end, people come and leave."""

from datetime import datetime

from sqlalchemy.orm import Session

from chassis.jobs import job
from services.enablement.requirements import use_cases


@job(every=5)
def recount_requirements(session: Session, now: datetime) -> int:
    """Count every company; the rows that changed, of which a second run finds none."""
    return use_cases.recount(session, None, now)
