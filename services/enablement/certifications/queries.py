"""Reading certifications: all of them, one, and those that a course counts towards."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from chassis import keyset
from services.enablement import errors
from services.enablement.certifications.model import Certification, CertificationStatus
from services.enablement.certifications.tables import certifications

_c = certifications.c


def list_certifications(
    session: Session, *, limit: int, cursor: str | None, status: list[str] | None = None
) -> dict[str, Any]:
    """One page of them by code; the retired ones only where they are asked for."""
    statement = select(certifications).where(_c.status.in_(status or [CertificationStatus.ACTIVE]))
    rows, next_cursor = keyset.page(session, statement, [(_c.code, "asc")], limit, cursor)
    return {"items": rows, "next_cursor": next_cursor}


def certification(session: Session, certification_id: UUID) -> Certification:
    found = session.get(Certification, certification_id)
    if found is None:
        raise errors.CertificationNotFound
    return found


def certifications_by_id(session: Session, certification_ids: Iterable[UUID]) -> dict[UUID, Certification]:
    statement = select(Certification).where(_c.certification_id.in_(set(certification_ids)))
    return {found.certification_id: found for found in session.scalars(statement)}


def awarded_by(session: Session, course_id: UUID) -> list[Certification]:
    """The certifications that this course counts towards, in one order for everybody who locks by it."""
    statement = select(Certification).where(
        _c.course_ids.contains([course_id]), _c.status == CertificationStatus.ACTIVE
    )
    return list(session.scalars(statement.order_by(_c.certification_id)))
