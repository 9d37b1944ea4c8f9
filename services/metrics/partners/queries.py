"""Names and kinds of partners, for lists of numbers."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from services.metrics.partners.tables import partners


def names(session: Session, partner_ids: Iterable[UUID]) -> dict[UUID, str]:
    wanted = set(partner_ids)
    if not wanted:
        return {}
    statement = select(partners.c.partner_id, partners.c.name).where(
        partners.c.partner_id.in_(wanted), partners.c.name.is_not(None)
    )
    return {row.partner_id: row.name for row in session.execute(statement)}


def owners() -> Select[Any]:
    """Who answers for which partner, for joining: partner_id, name, channel_manager_id."""
    return select(partners.c.partner_id, partners.c.name, partners.c.channel_manager_id)
