"""The issuer's key is there before the first badge is asked for."""

from datetime import datetime

from sqlalchemy.orm import Session

from chassis.jobs import job
from services.enablement.badges import use_cases
from services.enablement.settings import settings


@job(every=60)
def ensure_issuer_key(session: Session, now: datetime) -> int:
    """Make the key once, or take over the one that was set; earlier ones stay known."""
    return int(use_cases.ensure_key(session, now, settings().badge_key))
