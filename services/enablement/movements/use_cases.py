"""What follows from a movement: rules enrol, requirements are counted again."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from services.enablement.enrollments.use_cases import apply_rules_to
from services.enablement.people.queries import people_of
from services.enablement.requirements.use_cases import recount


def follow_person(session: Session, now: datetime, *, person_id: UUID, partner_id: UUID | None) -> None:
    """Somebody came, changed or went: other courses are asked of them, and their company has other holders."""
    apply_rules_to(session, now, [person_id])
    if partner_id is not None:
        recount(session, partner_id, now)


def follow_partner(session: Session, now: datetime, *, partner_id: UUID) -> None:
    """A partner came or changed: its people may be asked for other courses, and other requirements hold for it."""
    apply_rules_to(session, now, [person.person_id for person in people_of(session, partner_id)])
    recount(session, partner_id, now)
