"""The replicas learner and partner_standing: one row each, filled by events alone and rebuildable from the log."""

from sqlalchemy import Column, DateTime, Index, String, Table, Uuid
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import registry

from chassis.database import metadata
from services.enablement.people.model import Learner, PartnerStanding

mapped = registry(metadata=metadata())
_TIME = DateTime(timezone=True)

learner = Table(
    "learner",
    mapped.metadata,
    Column("person_id", Uuid, primary_key=True),
    Column("partner_id", Uuid),
    Column("roles", ARRAY(String(30)), nullable=False),
    Column("joined_at", _TIME),
    Column("left_at", _TIME),
)
Index("ix_learner_partner_id", learner.c.partner_id, learner.c.person_id)

partner_standing = Table(
    "partner_standing",
    mapped.metadata,
    Column("partner_id", Uuid, primary_key=True),
    Column("name", String(300), nullable=False),
    Column("status", String(40), nullable=False),
    Column("partner_type", String(60), index=True),
    Column("country", String(2)),
)

mapped.map_imperatively(Learner, learner)
mapped.map_imperatively(PartnerStanding, partner_standing)
