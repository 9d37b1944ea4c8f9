"""Reading the two threads, each from its own store."""

from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.deals import errors
from services.deals.notes.tables import internal_notes
from services.deals.notes.tables import notes as shared_notes
from services.deals.registrations.queries import registration_row
from services.deals.standing.model import Actor, Side


def notes(session: Session, actor: Actor, *, deal_registration_id: UUID) -> dict[str, Any]:
    registration_row(session, actor, deal_registration_id)
    c = shared_notes.c
    statement = select(shared_notes).where(c.deal_registration_id == deal_registration_id).order_by(c.note_id)
    return {"items": session.execute(statement).all()}


def internal_notes_of(session: Session, actor: Actor, *, deal_registration_id: UUID) -> dict[str, Any]:
    registration_row(session, actor, deal_registration_id)
    if actor.side is Side.PARTNER:
        raise errors.NotPermitted("list_internal_notes")
    c = internal_notes.c
    statement = select(internal_notes).where(c.deal_registration_id == deal_registration_id)
    return {"items": session.execute(statement.order_by(c.internal_note_id)).all()}
