"""Versioned rules: draft, published, retired; at most one version of a kind is published."""

from sqlalchemy import CheckConstraint, Column, DateTime, Index, Integer, String, Table, text
from sqlalchemy.dialects.postgresql import JSONB

from chassis.database import metadata

rule_version = Table(
    "rule_version",
    metadata(),
    Column("kind", String(40), primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("status", String(20), nullable=False),
    Column("body", JSONB, nullable=False),
    Column("published_at", DateTime(timezone=True)),
    Column("retired_at", DateTime(timezone=True)),
    CheckConstraint("status IN ('draft', 'published', 'retired')", name="status"),
    Index("ux_rule_version_published", "kind", unique=True, postgresql_where=text("status = 'published'")),
)
