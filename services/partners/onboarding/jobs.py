"""Lets onboarding follow the service's own records: who joined, whether the profile is complete, who looks after it."""

from datetime import datetime

from sqlalchemy.orm import Session

from chassis.worker import job
from services.partners.onboarding import queries, use_cases

_BATCH = 100


@job(every=2.0)
def follow_records(session: Session, now: datetime) -> int:
    """Complete every task that the records of partners and people say is done."""
    told = queries.told_by_records(session, _BATCH)
    for row in told:
        use_cases.note_fact(
            session,
            now,
            partner_id=row.partner_id,
            signal=row.signal,
            evidence=f"partner/{row.partner_id}",
            actor="service:partners",
        )
    return len(told)
