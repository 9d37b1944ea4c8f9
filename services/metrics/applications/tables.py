"""The replica of applications, for counting and for the ageing queue."""

from sqlalchemy import Column, DateTime, Index, String, Table, Uuid, text
from sqlalchemy.orm import registry

from chassis.database import metadata
from services.metrics.applications.model import Application

mapped = registry(metadata=metadata())

applications = Table(
    "applications",
    mapped.metadata,
    Column("application_id", Uuid, primary_key=True),
    Column("legal_name", String(200)),
    Column("status", String(20)),
    Column("submitted_at", DateTime(timezone=True)),
    Column("due_at", DateTime(timezone=True)),
    Column("ended_at", DateTime(timezone=True)),
    Index("ix_applications_undecided", "submitted_at", "application_id", postgresql_where=text("ended_at IS NULL")),
)

mapped.map_imperatively(Application, applications)
