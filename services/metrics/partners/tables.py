"""The replica of partners: one row a partner, filled by events alone."""

from sqlalchemy import Column, DateTime, String, Table, Uuid, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import registry

from chassis.database import metadata
from services.metrics.partners.model import Partner

mapped = registry(metadata=metadata())
MOMENT = DateTime(timezone=True)

partners = Table(
    "partners",
    mapped.metadata,
    Column("partner_id", Uuid, primary_key=True),
    Column("name", String(200)),
    Column("status", String(20)),
    Column("partner_type", String(30)),
    Column("country", String(2)),
    Column("tier", String(40)),
    Column("region", String(40)),
    Column("channel_manager_id", Uuid, index=True),
    Column("parent_partner_id", Uuid),
    Column("signed_at", MOMENT),
    Column("terminated_at", MOMENT),
    Column("first_deal_at", MOMENT),
    Column("activity", ARRAY(MOMENT, dimensions=2), nullable=False, server_default=text("'{}'")),
)

mapped.map_imperatively(Partner, partners)
