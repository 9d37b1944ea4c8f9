"""Where the review rules are stored: versions that are drafted, published one at a time, and retired."""

from sqlalchemy import Column, DateTime, Index, Integer, String, Table
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import registry

from chassis.database import metadata

mapping = registry(metadata=metadata())

review_rules = Table(
    "review_rules",
    mapping.metadata,
    Column("version", Integer, primary_key=True),
    Column("status", String(10), nullable=False),
    Column("body", JSONB, nullable=False),
    Column("published_at", DateTime(timezone=True)),
)
Index(
    "ux_review_rules_published",
    review_rules.c.status,
    unique=True,
    postgresql_where=review_rules.c.status == "published",
)
