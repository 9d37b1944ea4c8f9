"""Rules reach the people who are here already."""

from datetime import datetime

from sqlalchemy.orm import Session

from chassis.jobs import job
from services.enablement.enrollments import queries, use_cases


@job(every=2)
def apply_enrollment_rules(session: Session, now: datetime) -> int:
    """Enrol, some at a time, whom a new rule or a newly published course concerns."""
    use_cases.rest_rules(session)
    return sum(use_cases.apply_rule(session, now, rule, taken) for rule, taken in queries.pending_rules(session))
