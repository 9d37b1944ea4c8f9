"""The one predicate of audiences, and the number of partners and people that a rule reaches."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any, Final

from sqlalchemy import ColumnElement, String, and_, cast, distinct, func, or_, select
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Session

from services.content.standing.model import Attributes
from services.content.standing.queries import people_as_viewers

Sets = Mapping[str, ColumnElement[Any]]
_SHOWN: Final = 20


def admits(rule: Sets, viewer: Sets) -> ColumnElement[bool]:
    """Whether each set that the rule names has something in common with the viewer's; an empty set asks nothing."""
    return and_(*(or_(wanted == cast([], wanted.type), wanted.overlap(viewer[name])) for name, wanted in rule.items()))


def literal_sets(attributes: Attributes) -> dict[str, ColumnElement[Any]]:
    """A rule or a viewer at hand, as what the predicate compares."""
    return {name: cast(list(codes), ARRAY(String)) for name, codes in asdict(attributes).items()}


def reach(session: Session, audience: Attributes) -> dict[str, Any]:
    """How many partners and people a rule lets in now, and the first of the partners by name."""
    viewer = people_as_viewers()
    admitted = admits(literal_sets(audience), dict(viewer.c))
    partners, people = func.count(distinct(viewer.c.partner_id)), func.count()
    counts = session.execute(select(partners.label("partners"), people.label("people")).where(admitted)).one()
    named = select(viewer.c.partner_id, viewer.c.name).where(admitted).distinct()
    some = session.execute(named.order_by(viewer.c.name, viewer.c.partner_id).limit(_SHOWN)).all()
    return {"partner_count": counts.partners, "person_count": counts.people, "partners": some}
