"""Checklists as rows for reading, and the one that a new partner of a type is given."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from chassis.context import Principal
from services.partners import errors
from services.partners.checklists.model import ANY_TYPE, ChecklistStatus, PlannedTask, Side, Signal
from services.partners.checklists.tables import checklists

_PUBLISHED = checklists.c.status == ChecklistStatus.PUBLISHED


def list_checklists(session: Session, principal: Principal) -> dict[str, Any]:
    """Every checklist in force: the one for any type, and those for types with one of their own."""
    require_vendor(principal)
    rows = session.execute(select(checklists).where(_PUBLISHED).order_by(checklists.c.partner_type)).all()
    return {"items": rows}


def checklist_for(session: Session, partner_type: str) -> tuple[int, list[PlannedTask]]:
    """The version and the tasks for a type of partner; types without a checklist of their own share one."""
    candidates = (_PUBLISHED, checklists.c.partner_type.in_([partner_type, ANY_TYPE]))
    own_first = (checklists.c.partner_type == ANY_TYPE, checklists.c.version)
    row = session.execute(select(checklists).where(*candidates).order_by(*own_first).limit(1)).one()
    return row.version, [planned(task) for task in row.tasks]


def planned(task: dict[str, Any]) -> PlannedTask:
    signal = task.get("signal")
    return PlannedTask(
        code=task["code"],
        side=Side(task["side"]),
        title=task["title"],
        due_days=task["due_days"],
        depends_on=tuple(task.get("depends_on", ())),
        signal=Signal(signal) if signal else None,
    )


def require_vendor(principal: Principal) -> None:
    if principal.scope != "all":
        raise errors.VendorOnly
