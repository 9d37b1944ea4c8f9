"""The end of protection that nobody has to press."""

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy.orm import Session

from chassis.envelope import Fact
from chassis.jobs import job
from services.deals.claims import use_cases as claims
from services.deals.registrations.model import state
from services.deals.registrations.queries import protection_over, registrations_due
from services.deals.registrations.use_cases import settle
from services.deals.rules.queries import protection_rule
from services.deals.standing.model import SERVICE

_BATCH: Final = 50


@job(every=60)
def expire_registrations(session: Session, now: datetime) -> int:
    """End what ran out, however long ago; the incumbent keeps a week's priority from the day it ran out."""
    over = registrations_due(session, protection_over(now), _BATCH)
    week = timedelta(days=protection_rule(session).renewal_priority_days)
    for registration in over:
        before = state(registration)
        reserved = registration.protected_until + week if registration.protected_until else None
        ended = claims.end(session, registration.deal_registration_id, now, reserved_until=reserved)
        facts: list[Fact] = [*registration.expire(SERVICE), *ended]
        settle(session, SERVICE, registration, action="expired", before=before, facts=facts, now=now)
    return len(over)
