"""Reading what happened to a registration, by whoever may see it."""

from typing import Any, Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from chassis import keyset
from services.deals.histories.tables import histories
from services.deals.standing.model import Actor, Side

_STAFF_ONLY: Final = frozenset({"claimed_by"})


def history(
    session: Session, actor: Actor, deal_registration_id: UUID, *, limit: int, cursor: str | None = None
) -> dict[str, Any]:
    """What happened to a registration that the caller may see, oldest first."""
    h = histories.c
    statement = select(histories).where(h.deal_registration_id == deal_registration_id)
    rows, next_cursor = keyset.page(session, statement, [(h.history_id, "asc")], limit, cursor)
    entries = [dict(row._mapping) for row in rows]
    if actor.side is Side.PARTNER:
        for entry in entries:
            for side in ("before", "after"):
                entry[side] = {name: value for name, value in entry[side].items() if name not in _STAFF_ONLY}
    return {"items": entries, "next_cursor": next_cursor}
