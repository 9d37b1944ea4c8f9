"""Noting a miss, and forgetting old ones."""

from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import insert
from sqlalchemy.orm import Session

from chassis.database import uuid7
from services.content.entries.model import key_of
from services.content.misses.tables import search_misses

_LONGEST: Final = 200


def note_miss(session: Session, now: datetime, text: str, *, partner_id: UUID | None, is_partly_found: bool) -> None:
    """The same words in other case or accents are one query to the report."""
    row = {
        "search_miss_id": uuid7(),
        "query": key_of(text)[:_LONGEST],
        "is_partly_found": is_partly_found,
        "partner_id": partner_id,
        "missed_at": now,
    }
    session.execute(insert(search_misses), row)
