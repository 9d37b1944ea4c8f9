"""The second look at claims: submissions in the same second cannot see each other, and names alike take time."""

from datetime import datetime

from sqlalchemy.orm import Session

from chassis import outbox
from chassis.jobs import job
from services.deals.claims.use_cases import notice_late
from services.deals.rules.queries import matching_rule


@job(every=2)
def notice_conflicts(session: Session, now: datetime) -> int:
    """Find the conflicts that a submission could not see while it was made."""
    looked_at, facts = notice_late(session, matching_rule(session), now)
    outbox.record(session, facts)
    return looked_at
