"""Loaves, one row each."""

from sqlalchemy import Column, Integer, String, Table, Uuid

from chassis.database import metadata

METADATA = metadata()
loaf = Table(
    "loaf",
    METADATA,
    Column("loaf_id", Uuid, primary_key=True),
    Column("flour", String(20), nullable=False),
    Column("turns", Integer, nullable=False),
)
