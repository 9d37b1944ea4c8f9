"""The replica partner_standing: one row a partner, filled by events alone and rebuildable from the log."""

from sqlalchemy import Column, String, Table, Uuid
from sqlalchemy.orm import registry

from chassis.database import metadata
from services.deals.standing.model import PartnerStanding

mapped = registry(metadata=metadata())

partner_standing = Table(
    "partner_standing",
    mapped.metadata,
    Column("partner_id", Uuid, primary_key=True),
    Column("name", String(300), nullable=False),
    Column("status", String(40), nullable=False),
    Column("partner_type", String(60)),
    Column("country", String(2)),
    Column("parent_partner_id", Uuid, index=True),
)

mapped.map_imperatively(PartnerStanding, partner_standing)
