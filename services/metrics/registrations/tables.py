"""The replica of registrations: what the numbers and the ageing queue need, and no word about the customer."""

from sqlalchemy import Boolean, Column, Date, DateTime, Index, Integer, Numeric, String, Table, Uuid, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import registry

from chassis.database import metadata
from services.metrics.registrations.model import Registration

mapped = registry(metadata=metadata())
_MOMENT = DateTime(timezone=True)

registrations = Table(
    "registrations",
    mapped.metadata,
    Column("deal_registration_id", Uuid, primary_key=True),
    Column("number", String(20)),
    Column("revision", Integer, nullable=False, server_default=text("0")),
    Column("partner_id", Uuid),
    Column("status", String(20)),
    Column("registration_type", String(20)),
    Column("amount", Numeric(18, 2)),
    Column("currency", String(3)),
    Column("submitted_at", _MOMENT),
    Column("due_at", _MOMENT),
    Column("breaches", ARRAY(_MOMENT, dimensions=2), nullable=False, server_default=text("'{}'")),
    Column("decided_at", _MOMENT),
    Column("decision", String(20)),
    Column("business_minutes", Integer),
    Column("in_conflict", Boolean, nullable=False, server_default=text("false")),
    Column("ended_at", _MOMENT),
    Column("won_on", Date),
    Column("lost_at", _MOMENT),
    Index(
        "ix_registrations_undecided",
        "submitted_at",
        "deal_registration_id",
        postgresql_where=text("status IN ('submitted', 'in_review', 'pending_approval', 'info_requested')"),
    ),
    Index("ix_registrations_won", "currency", "won_on", postgresql_where=text("won_on IS NOT NULL")),
)

mapped.map_imperatively(Registration, registrations)
