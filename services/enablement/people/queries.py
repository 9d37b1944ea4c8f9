"""Reading the replica: who is here, of which partner, of which type."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import ColumnElement, Subquery, and_, select, true
from sqlalchemy.orm import Session

from services.enablement.people.model import Actor, Group, Learner, PartnerStanding
from services.enablement.people.tables import learner, partner_standing


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
    own = (learner.c.partner_id == partner_id, is_present())
    return list(session.scalars(select(Learner).where(*own).order_by(learner.c.person_id)))


def is_for(session: Session, group: Group, actor: Actor) -> bool:
    """Staff see whatever there is; partners what is for their role and type."""
    return actor.partner_id is None or group.includes(actor.roles, partner_type_of(session, actor.partner_id))


def is_present() -> ColumnElement[bool]:
    return and_(learner.c.joined_at.is_not(None), learner.c.left_at.is_(None))


def belongs_to(roles: list[str], partner_types: list[str]) -> ColumnElement[bool]:
    """The same rule as Group.includes, for statements over learner (outer) joined with partner_standing."""
    fits_role = learner.c.roles.overlap(roles) if roles else true()
    fits_type = partner_standing.c.partner_type.in_(partner_types) if partner_types else true()
    return and_(learner.c.partner_id.is_not(None), fits_role, fits_type)


def present_people() -> Subquery:
    """Who acts for which partner today, to be counted in a statement of another capability."""
    columns = (learner.c.person_id, learner.c.partner_id)
    return select(*columns).where(learner.c.partner_id.is_not(None), is_present()).subquery("present")


def companies() -> Subquery:
    """The partners that are on their way or at work, and their types."""
    columns = (partner_standing.c.partner_id, partner_standing.c.partner_type)
    return select(*columns).where(partner_standing.c.status.in_(("onboarding", "active"))).subquery("companies")
