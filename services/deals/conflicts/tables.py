"""The log of conflict checks: who asked how often, never what was typed."""

from sqlalchemy import Column, Date, DateTime, Index, String, Table, Uuid

from chassis.database import metadata

conflict_checks = Table(
    "conflict_checks",
    metadata(),
    Column("check_id", Uuid, primary_key=True),
    Column("actor", String(100), nullable=False),
    Column("partner_id", Uuid),
    Column("asked_on", Date, nullable=False),
    Column("asked_at", DateTime(timezone=True), nullable=False),
    Column("fingerprint", String(64), nullable=False),
    Column("outcome", String(20), nullable=False),
)
Index("ix_conflict_checks_quota", conflict_checks.c.actor, conflict_checks.c.asked_on, conflict_checks.c.fingerprint)
