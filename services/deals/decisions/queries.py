"""The queue of whoever decides, and the records of what was decided."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, select, true
from sqlalchemy.orm import Session

from chassis import keyset
from services.deals import errors
from services.deals.claims.queries import rival_partners
from services.deals.decisions.model import QUEUE_FILTERS
from services.deals.decisions.tables import decisions
from services.deals.registrations import queries as registrations
from services.deals.standing.model import Actor, Side
from services.deals.standing.queries import names


def decision_queue(
    session: Session,
    actor: Actor,
    now: datetime,
    *,
    filter: str,  # noqa: A002 - the name it has on the wire.
    limit: int,
    cursor: str | None = None,
) -> dict[str, Any]:
    """What waits for a decision, the promise that ends first on top."""
    if actor.side is Side.PARTNER:
        raise errors.NotPermitted("list_decision_queue")
    listed, order = registrations.queue(actor, QUEUE_FILTERS[filter], *_narrowed(actor, now, filter))
    rows, next_cursor = keyset.page(session, listed, order, limit, cursor)
    items = registrations.shown_rows(session, actor, rows)
    rivals = _rival_names(session, [item["deal_registration_id"] for item in items if item["has_conflict"]])
    for item in items:
        item["rivals"] = rivals.get(item["deal_registration_id"], [])
        item["priority_at"] = item["submitted_at"]
        item["overdue"] = item["decide_by"] is not None and item["decide_by"] < now
    return {"items": items, "next_cursor": next_cursor}


def _rival_names(session: Session, in_conflict: list[UUID]) -> dict[UUID, list[str]]:
    if not in_conflict:
        return {}
    met = rival_partners(session, in_conflict)
    known = names(session, set().union(*met.values()))
    return {own: sorted(known[partner] for partner in partners if partner in known) for own, partners in met.items()}


def _narrowed(actor: Actor, now: datetime, chosen: str) -> list[ColumnElement[bool]]:
    conditions = {
        "mine": [registrations.claimed_by(actor)],
        "overdue": [registrations.overdue(now)],
        "conflict": [registrations.conflicting()],
    }
    return conditions.get(chosen, [true()])


def decision_records(session: Session, actor: Actor, *, deal_registration_id: UUID) -> dict[str, Any]:
    """Every decision on a registration, the newest first; for staff, because it tells of rivals."""
    if actor.side is Side.PARTNER:
        raise errors.NotPermitted("list_decisions")
    registrations.registration_row(session, actor, deal_registration_id)
    statement = select(decisions).where(decisions.c.deal_registration_id == deal_registration_id)
    return {"items": list(session.execute(statement.order_by(decisions.c.decided_at.desc())).mappings())}
