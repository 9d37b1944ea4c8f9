"""Writing to the two threads."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import insert
from sqlalchemy.orm import Session

from chassis.database import uuid7
from services.deals import errors
from services.deals.notes.tables import internal_notes, notes
from services.deals.registrations.queries import registration_row
from services.deals.standing.model import Actor, Side


def add_note(session: Session, actor: Actor, now: datetime, *, deal_registration_id: UUID, text: str) -> dict[str, Any]:
    """To the thread both sides read."""
    registration_row(session, actor, deal_registration_id)
    if not actor.writes:
        raise errors.NotPermitted("add_note")
    row = {
        "note_id": uuid7(),
        "deal_registration_id": deal_registration_id,
        "author": actor.person_id,
        "author_side": actor.side.value,
        "text": text,
        "written_at": now,
    }
    session.execute(insert(notes), row)
    return row


def add_internal_note(
    session: Session, actor: Actor, now: datetime, *, deal_registration_id: UUID, text: str
) -> dict[str, Any]:
    """To staff's own thread."""
    registration_row(session, actor, deal_registration_id)
    if actor.side is Side.PARTNER or not actor.writes:
        raise errors.NotPermitted("add_internal_note")
    return write_internal_note(session, actor, now, deal_registration_id, text)


def write_internal_note(
    session: Session, actor: Actor, now: datetime, deal_registration_id: UUID, text: str
) -> dict[str, Any]:
    row = {
        "internal_note_id": uuid7(),
        "deal_registration_id": deal_registration_id,
        "author": actor.person_id,
        "text": text,
        "written_at": now,
    }
    session.execute(insert(internal_notes), row)
    return row
