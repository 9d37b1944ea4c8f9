"""Targets: rows are added, never changed; the highest version holds."""

from sqlalchemy import CheckConstraint, Column, DateTime, Integer, Numeric, String, Table

from chassis.database import metadata

_metadata = metadata()

targets = Table(
    "targets",
    _metadata,
    Column("period", String(20), primary_key=True),
    Column("addressee", String(80), primary_key=True),
    Column("metric", String(80), primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("value", Numeric(20, 4)),
    Column("set_by", String(100), nullable=False),
    Column("set_at", DateTime(timezone=True), nullable=False),
    CheckConstraint("version > 0", name="version_counts_from_one"),
    CheckConstraint("value >= 0", name="value_is_not_negative"),
)
