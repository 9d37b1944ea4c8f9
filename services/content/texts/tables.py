"""One row a version, made by the database when the version is; indexed by search as soon as it is read."""

from sqlalchemy import Column, DateTime, Index, String, Table, Text, Uuid

from chassis.database import metadata

asset_texts = Table(
    "asset_texts",
    metadata(),
    Column("asset_version_id", Uuid, primary_key=True),
    Column("asset_id", Uuid, nullable=False, index=True),
    Column("status", String(20), nullable=False),
    Column("reason", String(40)),
    Column("body", Text, nullable=False),
    Column("read_at", DateTime(timezone=True)),
    Index("ix_asset_texts_waiting", "asset_version_id", postgresql_where="status = 'waiting'"),
    Index("ix_asset_texts_unreadable", "asset_version_id", postgresql_where="status = 'unreadable'"),
)
