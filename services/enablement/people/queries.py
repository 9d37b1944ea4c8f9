"""Reading the replica: who is here, of which partner, of which type."""

from collections.abc import Iterable
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, Subquery, Table, and_, false, select, true
from sqlalchemy.orm import Session

from chassis import keyset
from services.enablement.people.model import Actor, Group, Learner, PartnerStanding
from services.enablement.people.tables import learner, partner_standing

WORKING: Final = ("onboarding", "active")


def partner_type_of(session: Session, partner_id: UUID | None) -> str | None:
    found = session.get(PartnerStanding, partner_id) if partner_id else None
    return found.partner_type if found else None


def partner_names(session: Session, partner_ids: Iterable[UUID | None]) -> dict[UUID, str]:
    wanted = {partner_id for partner_id in partner_ids if partner_id}
    if not wanted:
        return {}
    columns = (partner_standing.c.partner_id, partner_standing.c.name)
    statement = select(*columns).where(partner_standing.c.partner_id.in_(wanted))
    return {row.partner_id: row.name for row in session.execute(statement)}


def people_of(session: Session, partner_id: UUID) -> list[Learner]:
    """Who acts for a partner today."""
    own = (learner.c.partner_id == partner_id, _is_present())
    return list(session.scalars(select(Learner).where(*own).order_by(learner.c.person_id)))


def is_for(session: Session, group: Group, actor: Actor) -> bool:
    """Staff see whatever there is; partners what is for their role and type."""
    return actor.partner_id is None or group.includes(actor.roles, partner_type_of(session, actor.partner_id))


def in_scope(actor: Actor, rows: Table) -> ColumnElement[bool]:
    """The rows about people that the caller may see at all; anything else does not exist for them."""
    if actor.scope == "all":
        return true()
    if actor.scope == "own":
        return rows.c.person_id == actor.person_id if actor.person_id else false()
    return rows.c.partner_id == actor.partner_id if actor.partner_id else false()


def candidates(roles: list[str], partner_types: list[str]) -> Select[Learner]:
    """People of working partners whom a group names: the same rule as Group.includes, in SQL."""
    p = partner_standing.c
    statement = select(Learner).join(partner_standing, p.partner_id == learner.c.partner_id)
    statement = statement.where(_is_present(), p.status.in_(WORKING)).order_by(learner.c.person_id)
    if roles:
        statement = statement.where(learner.c.roles.overlap(roles))
    return statement.where(p.partner_type.in_(partner_types)) if partner_types else statement


def partner_page(
    session: Session, partner_ids: Select[Any], limit: int, cursor: str | None
) -> tuple[list[Row[Any]], str | None]:
    """Those of these partners, by name."""
    p = partner_standing.c
    statement = select(p.partner_id, p.name).where(p.partner_id.in_(partner_ids))
    return keyset.page(session, statement, [(p.name, "asc"), (p.partner_id, "asc")], limit, cursor)


def present_people() -> Subquery:
    """Who acts for which partner today, to be counted in a statement of another capability."""
    columns = (learner.c.person_id, learner.c.partner_id)
    return select(*columns).where(learner.c.partner_id.is_not(None), _is_present()).subquery("present")


def companies() -> Subquery:
    """The partners that are on their way or at work, and their types."""
    columns = (partner_standing.c.partner_id, partner_standing.c.partner_type)
    return select(*columns).where(partner_standing.c.status.in_(WORKING)).subquery("companies")


def _is_present() -> ColumnElement[bool]:
    return and_(learner.c.joined_at.is_not(None), learner.c.left_at.is_(None))
