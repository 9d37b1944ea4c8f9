"""Remembering a change in the transaction that makes it."""

from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import insert
from sqlalchemy.orm import Session

from chassis.database import uuid7
from chassis.wire import plain
from services.deals.histories.tables import histories
from services.deals.standing.model import Actor

_REMEMBER: Final = insert(histories)


def remember(
    session: Session,
    actor: Actor,
    now: datetime,
    *,
    deal_registration_id: UUID,
    revision: int,
    action: str,
    before: dict[str, Any],
    after: dict[str, Any],
    reason: str | None = None,
) -> None:
    """One row of history with what really changed; a first row has everything and no before."""
    changed = [name for name, value in after.items() if value != before.get(name)]
    row = {
        "history_id": uuid7(),
        "deal_registration_id": deal_registration_id,
        "at": now,
        "actor": actor.actor,
        "channel": actor.channel,
        "action": action,
        "revision": revision,
        "before": plain({name: before[name] for name in changed if name in before}),
        "after": plain({name: after[name] for name in changed} | ({"reason": reason} if reason else {})),
    }
    session.execute(_REMEMBER, row)
