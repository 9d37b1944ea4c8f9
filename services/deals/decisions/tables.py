"""Decisions with everything needed to replay them."""

from sqlalchemy import Column, DateTime, Integer, String, Table, Text, Uuid
from sqlalchemy.dialects.postgresql import JSONB

from chassis.database import metadata

decisions = Table(
    "decisions",
    metadata(),
    Column("decision_id", Uuid, primary_key=True),
    Column("deal_registration_id", Uuid, nullable=False, index=True),
    Column("revision", Integer, nullable=False),
    Column("outcome", String(20), nullable=False),
    Column("decided_by", String(100), nullable=False),
    Column("decided_at", DateTime(timezone=True), nullable=False),
    Column("reason_code", String(40)),
    Column("override_reason", Text),
    Column("rule_versions", JSONB, nullable=False),
    Column("inputs", JSONB, nullable=False),
)
