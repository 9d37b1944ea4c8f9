"""Reading the replica: one partner's standing, names of many, and the partners below one."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, select
from sqlalchemy.orm import Session

from services.deals import errors
from services.deals.standing.model import PartnerStanding
from services.deals.standing.tables import partner_certifications, partner_standing


def standing(session: Session, partner_id: UUID) -> PartnerStanding:
    """The partner as far as deals has heard of it; an unknown one may not act."""
    found = session.get(PartnerStanding, partner_id)
    if found is None:
        raise errors.PartnerUnknown
    return found


def names(session: Session, partner_ids: Iterable[UUID]) -> dict[UUID, str]:
    wanted = set(partner_ids)
    if not wanted:
        return {}
    columns = (partner_standing.c.partner_id, partner_standing.c.name)
    statement = select(*columns).where(partner_standing.c.partner_id.in_(wanted))
    return {row.partner_id: row.name for row in session.execute(statement)}


def hierarchy(partner_id: UUID) -> Select[tuple[UUID]]:
    """The partner and all below it, as a subselect; UNION ends even a circle that an event brought in."""
    root = select(partner_standing.c.partner_id).where(partner_standing.c.partner_id == partner_id)
    below = root.cte("below", recursive=True)
    children = select(partner_standing.c.partner_id).join(
        below, partner_standing.c.parent_partner_id == below.c.partner_id
    )
    return select(below.union(children).c.partner_id)


def partner_name(session: Session, partner_id: UUID) -> str | None:
    """From the session's memory where the standing was checked in this transaction."""
    found = session.get(PartnerStanding, partner_id)
    return found.name if found else None


def certifications(session: Session, partner_id: UUID) -> list[Row[Any]]:
    """What the partner has to have certified people for, and whether it has them."""
    c = partner_certifications.c
    statement = select(partner_certifications).where(c.partner_id == partner_id)
    return list(session.execute(statement.order_by(c.certification_code, c.company_requirement_id)))
