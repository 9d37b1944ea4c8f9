"""Pending decisions: one at a time for a registration."""

from sqlalchemy import CheckConstraint, Column, DateTime, Index, String, Table, Uuid, text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import registry

from chassis.database import metadata
from services.deals.pending.model import PendingDecision

mapped = registry(metadata=metadata())

pending_decisions = Table(
    "pending_decisions",
    mapped.metadata,
    Column("pending_decision_id", Uuid, primary_key=True),
    Column("deal_registration_id", Uuid, nullable=False),
    Column("decision", String(20), nullable=False),
    Column("decided_by", String(100), nullable=False),
    Column("roles", ARRAY(String(40)), nullable=False),
    Column("scope", String(20), nullable=False),
    Column("channel", String(20), nullable=False),
    Column("scheduled_at", DateTime(timezone=True), nullable=False),
    Column("execute_at", DateTime(timezone=True), nullable=False),
    Column("body", JSONB, nullable=False),
    Column("status", String(20), nullable=False),
    Column("failure_code", String(60)),
    CheckConstraint("status IN ('scheduled', 'executed', 'undone', 'failed')", name="status"),
)
_scheduled = text("status = 'scheduled'")
Index("ux_pending_decisions_one", pending_decisions.c.deal_registration_id, unique=True, postgresql_where=_scheduled)
Index("ix_pending_decisions_last", pending_decisions.c.deal_registration_id, pending_decisions.c.scheduled_at)
Index("ix_pending_decisions_due", pending_decisions.c.execute_at, postgresql_where=_scheduled)

mapped.map_imperatively(PendingDecision, pending_decisions)
