"""What was received and not yet claimed: one row a file, for a day."""

from __future__ import annotations

from typing import Final

from sqlalchemy import BigInteger, CheckConstraint, Column, DateTime, ForeignKey, Index, String, Table, Uuid

from gateway.identity.tables import metadata

uploads: Final = Table(
    "uploads",
    metadata,
    Column("upload_id", Uuid, primary_key=True),
    Column("account_id", Uuid, ForeignKey("accounts.account_id", ondelete="CASCADE"), nullable=False, index=True),
    Column("owner", String(40), nullable=False),
    Column("filename", String(200), nullable=False),
    Column("media_type", String(100), nullable=False),
    Column("size", BigInteger, nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("received_at", DateTime(timezone=True), nullable=False),
    CheckConstraint("size > 0", name="has_bytes"),
    Index("ix_uploads_received_at", "received_at"),
)
