"""Reading the replica of applications: what they are called, and which of them nobody has decided."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from sqlalchemy import Select, Uuid, cast, null, select
from sqlalchemy.orm import Session

from services.metrics.applications.tables import applications

_c = applications.c


def names(session: Session, ids: Iterable[UUID]) -> dict[UUID, str]:
    statement = select(_c.application_id, _c.legal_name).where(_c.application_id.in_(list(ids)))
    return {row.application_id: row.legal_name for row in session.execute(statement) if row.legal_name}


def undecided() -> Select[Any]:
    """What waits for the vendor. An applicant is no partner yet, so nobody owns it."""
    return select(
        _c.application_id.label("subject_id"),
        _c.legal_name.label("label"),
        cast(null(), Uuid).label("partner_id"),
        _c.submitted_at.label("since"),
        _c.due_at,
    ).where(_c.submitted_at.is_not(None), _c.ended_at.is_(None))
