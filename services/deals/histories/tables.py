"""The history of registrations; a trigger lets it only grow."""

from sqlalchemy import Column, DateTime, Index, Integer, String, Table, Uuid
from sqlalchemy.dialects.postgresql import JSONB

from chassis.database import metadata

histories = Table(
    "deal_registration_history",
    metadata(),
    Column("history_id", Uuid, primary_key=True),
    Column("deal_registration_id", Uuid, nullable=False),
    Column("at", DateTime(timezone=True), nullable=False),
    Column("actor", String(100), nullable=False),
    Column("channel", String(20), nullable=False),
    Column("action", String(40), nullable=False),
    Column("revision", Integer, nullable=False),
    Column("before", JSONB, nullable=False),
    Column("after", JSONB, nullable=False),
)
Index("ix_deal_registration_history_of", histories.c.deal_registration_id, histories.c.history_id)
