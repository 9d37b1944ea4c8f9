"""Where checklists are stored: one published version for each type of partner."""

from sqlalchemy import Column, DateTime, Enum, Index, Integer, String, Table
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import registry

from chassis.database import metadata
from services.partners.checklists.model import Checklist, ChecklistStatus

mapping = registry(metadata=metadata())

checklists = Table(
    "checklists",
    mapping.metadata,
    Column("partner_type", String(30), primary_key=True),
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("status", Enum(ChecklistStatus, native_enum=False, length=10, values_callable=list), nullable=False),
    Column("tasks", JSONB, nullable=False),
    Column("published_by", String(100), nullable=False),
    Column("published_at", DateTime(timezone=True), nullable=False),
)
Index(
    "ux_checklists_published",
    checklists.c.partner_type,
    unique=True,
    postgresql_where=checklists.c.status == ChecklistStatus.PUBLISHED.value,
)

mapping.map_imperatively(Checklist, checklists)
