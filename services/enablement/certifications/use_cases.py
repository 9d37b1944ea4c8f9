"""Defining what can be proved. Only the vendor's people do."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from chassis.context import Principal
from chassis.database import uuid7
from services.enablement import errors
from services.enablement.certifications.model import Certification
from services.enablement.certifications.tables import certifications


def create_certification(session: Session, principal: Principal, now: datetime, **attributes: Any) -> Certification:
    require_vendor(principal)
    made = Certification(certification_id=uuid7(), created_at=now, **attributes)
    try:
        with session.begin_nested():
            session.add(made)
    except IntegrityError as error:
        raise errors.CodeTaken(code=made.code) from error
    return made


def update_certification(
    session: Session, principal: Principal, *, certification_id: UUID, version: int, **attributes: Any
) -> Certification:
    found = _for_change(session, principal, certification_id)
    if found.version != version:
        raise errors.StaleVersion(current=found.version)
    found.change(**attributes)
    session.flush()
    return found


def retire_certification(session: Session, principal: Principal, *, certification_id: UUID) -> Certification:
    found = _for_change(session, principal, certification_id)
    found.retire()
    session.flush()
    return found


def require_vendor(principal: Principal) -> None:
    """The gateway's policy said so already; the owner says it again."""
    if principal.scope != "all":
        raise errors.VendorOnly


def _for_change(session: Session, principal: Principal, certification_id: UUID) -> Certification:
    require_vendor(principal)
    statement = select(Certification).where(certifications.c.certification_id == certification_id)
    found = session.scalars(statement.with_for_update()).one_or_none()
    if found is None:
        raise errors.CertificationNotFound
    return found
