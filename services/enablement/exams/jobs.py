"""Attempts that nobody handed in."""

from datetime import datetime
from typing import Final

from sqlalchemy.orm import Session

from chassis.jobs import job
from services.enablement.exams import queries, use_cases

_BATCH: Final = 20


@job(every=5)
def close_exam_attempts(session: Session, now: datetime) -> int:
    """Judge attempts whose time is over by what was saved, however long ago it ran out."""
    over = queries.attempts_over(session, now, _BATCH)
    for exam_attempt_id in over:
        use_cases.close(session, exam_attempt_id, now)
    return len(over)
