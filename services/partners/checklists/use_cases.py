"""What can be done with checklists: the vendor publishes a new version; onboarding under way keeps the one it began."""

from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from chassis.context import Principal
from services.partners.checklists.model import Checklist, ChecklistStatus, require_sound
from services.partners.checklists.queries import planned, require_vendor
from services.partners.checklists.tables import checklists


def publish_checklist(
    session: Session, principal: Principal, now: datetime, *, partner_type: str, tasks: list[dict[str, Any]]
) -> Checklist:
    """Put a new version in force and retire the one before; two at once are told apart by the database."""
    require_vendor(principal)
    require_sound([planned(task) for task in tasks])
    of_type = checklists.c.partner_type == partner_type
    latest = session.scalar(select(func.max(checklists.c.version)).where(of_type)) or 0
    for held in session.scalars(select(Checklist).where(of_type, checklists.c.status == ChecklistStatus.PUBLISHED)):
        held.retire()
    session.flush()
    made = Checklist(
        partner_type=partner_type,
        version=latest + 1,
        tasks=tasks,
        published_by=principal.actor,
        published_at=now,
    )
    session.add(made)
    session.flush()
    return made
