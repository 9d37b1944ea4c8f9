"""Where onboarding is stored: one list a partner, one row a task; open tasks are found by an index of their own."""

from sqlalchemy import Column, Date, DateTime, Enum, ForeignKeyConstraint, Index, Integer, String, Table, Uuid
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import registry, relationship

from chassis.database import metadata
from services.partners.checklists.model import Side, Signal
from services.partners.onboarding.model import Onboarding, OnboardingTask

mapping = registry(metadata=metadata())

onboardings = Table(
    "onboardings",
    mapping.metadata,
    Column("onboarding_id", Uuid, primary_key=True),
    Column("partner_id", Uuid, nullable=False, unique=True),
    Column("partner_type", String(30), nullable=False),
    Column("checklist_version", Integer, nullable=False),
    Column("started_at", DateTime(timezone=True), nullable=False),
    Column("completed_at", DateTime(timezone=True)),
    Index("ix_onboardings_started_at_onboarding_id", "started_at", "onboarding_id"),
)
Index(
    "ix_onboardings_open",
    onboardings.c.started_at,
    onboardings.c.onboarding_id,
    postgresql_where=onboardings.c.completed_at.is_(None),
)

onboarding_tasks = Table(
    "onboarding_tasks",
    mapping.metadata,
    Column("onboarding_id", Uuid, primary_key=True),
    Column("code", String(50), primary_key=True),
    Column("position", Integer, nullable=False),
    Column("side", Enum(Side, native_enum=False, length=10, values_callable=list), nullable=False),
    Column("title", JSONB, nullable=False),
    Column("due_on", Date, nullable=False),
    Column("depends_on", ARRAY(String(50)), nullable=False),
    Column("signal", Enum(Signal, native_enum=False, length=40, values_callable=list)),
    Column("evidence", ARRAY(String(100)), nullable=False),
    Column("completed_at", DateTime(timezone=True)),
    Column("completed_by", String(100)),
    ForeignKeyConstraint(["onboarding_id"], ["onboardings.onboarding_id"]),
)
Index(
    "ix_onboarding_tasks_open",
    onboarding_tasks.c.signal,
    onboarding_tasks.c.due_on,
    postgresql_where=onboarding_tasks.c.completed_at.is_(None),
)

mapping.map_imperatively(OnboardingTask, onboarding_tasks)
mapping.map_imperatively(
    Onboarding,
    onboardings,
    properties={"tasks": relationship(OnboardingTask, order_by=onboarding_tasks.c.position, lazy="selectin")},
)
