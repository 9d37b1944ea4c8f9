"""Where programs and memberships are stored: one default program, one open membership a partner and program."""

from sqlalchemy import Boolean, Column, Date, DateTime, Index, String, Table, Text, Uuid
from sqlalchemy.orm import registry

from chassis.database import metadata
from services.partners.programs.model import Membership, Program

mapping = registry(metadata=metadata())

programs = Table(
    "programs",
    mapping.metadata,
    Column("program_id", Uuid, primary_key=True),
    Column("code", String(64), nullable=False, unique=True),
    Column("name", String(200), nullable=False),
    Column("description", Text, nullable=False),
    Column("is_default", Boolean, nullable=False),
    Column("created_at", DateTime(timezone=True), nullable=False),
)
Index("ux_programs_is_default", programs.c.is_default, unique=True, postgresql_where=programs.c.is_default)

program_memberships = Table(
    "program_memberships",
    mapping.metadata,
    Column("membership_id", Uuid, primary_key=True),
    Column("program_id", Uuid, nullable=False),
    Column("partner_id", Uuid, nullable=False),
    Column("joined_on", Date, nullable=False),
    Column("left_on", Date),
)
Index(
    "ux_program_memberships_partner_id_program_id",
    program_memberships.c.partner_id,
    program_memberships.c.program_id,
    unique=True,
    postgresql_where=program_memberships.c.left_on.is_(None),
)
Index("ix_program_memberships_program_id", program_memberships.c.program_id)

mapping.map_imperatively(Program, programs)
mapping.map_imperatively(Membership, program_memberships)
