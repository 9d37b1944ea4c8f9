"""Programs and memberships as rows for reading."""

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, func, or_, select
from sqlalchemy.orm import Session

from services.partners import errors
from services.partners.programs.tables import program_memberships, programs


def get_program(session: Session, *, code: str | None) -> Row[Any]:
    """The program with this code; without one, the default."""
    wanted = programs.c.is_default if code is None else programs.c.code == code
    row = session.execute(_with_member_count().where(wanted)).one_or_none()
    if row is None:
        raise errors.NotFound
    return row


def memberships_of(session: Session, partner_id: UUID, on: date) -> list[Row[Any]]:
    """The programs a partner took part in on a day."""
    held = program_memberships.c
    statement = (
        select(programs.c.program_id, programs.c.code, programs.c.name, held.joined_on, held.left_on)
        .join(program_memberships, held.program_id == programs.c.program_id)
        .where(held.partner_id == partner_id, held.joined_on <= on, or_(held.left_on.is_(None), held.left_on > on))
        .order_by(held.joined_on, programs.c.code)
    )
    return list(session.execute(statement))


def _with_member_count() -> Select[Any]:
    open_ones = (program_memberships.c.program_id == programs.c.program_id, program_memberships.c.left_on.is_(None))
    counted = select(func.count()).select_from(program_memberships).where(*open_ones).scalar_subquery()
    return select(programs, counted.label("member_count"))
