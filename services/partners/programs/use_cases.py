"""What can be done with programs."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, select, text
from sqlalchemy.orm import Session

from chassis.context import Principal
from chassis.database import uuid7
from services.partners import errors
from services.partners.programs import queries
from services.partners.programs.model import Membership, Program
from services.partners.programs.tables import programs

_ONE_AT_A_TIME = text("SELECT pg_advisory_xact_lock(hashtextextended('partners.programs', 0))")


def ensure_program(
    session: Session, principal: Principal, now: datetime, *, code: str, name: str, description: str
) -> Row[Any]:
    """Make the program exist as described; the first one becomes the default, which new partners join."""
    if principal.scope != "all":
        raise errors.VendorOnly
    session.execute(_ONE_AT_A_TIME)
    program = session.scalars(select(Program).where(programs.c.code == code)).one_or_none()
    if program is None:
        is_first = session.execute(select(programs.c.program_id).limit(1)).first() is None
        program = Program(
            program_id=uuid7(), code=code, name=name, description=description, is_default=is_first, created_at=now
        )
        session.add(program)
    program.name, program.description = name, description
    session.flush()
    return queries.get_program(session, code=code)


def enrol_in_default_program(session: Session, partner_id: UUID, on: date) -> None:
    """Let a new partner take part from its first day; before the vendor has a program there is nothing to join."""
    program = session.scalars(select(Program).where(programs.c.is_default)).one_or_none()
    if program is not None:
        session.add(
            Membership(membership_id=uuid7(), program_id=program.program_id, partner_id=partner_id, joined_on=on)
        )
        session.flush()
