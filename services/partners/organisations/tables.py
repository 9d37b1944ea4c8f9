"""Where organisations are stored, and the indexes by which they are found."""

from sqlalchemy import Column, DateTime, Enum, Index, Integer, String, Table, Text, Uuid
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import registry

from chassis.database import metadata
from services.partners.organisations.model import Partner, PartnerStatus

mapping = registry(metadata=metadata())

partners = Table(
    "partners",
    mapping.metadata,
    Column("partner_id", Uuid, primary_key=True),
    Column("legal_name", String(200), nullable=False),
    Column("country", String(2), nullable=False),
    Column("domain", String(253)),
    Column("city", String(100)),
    Column("registration_no", String(50)),
    Column("partner_type", String(30), nullable=False),
    Column("tier", String(20), nullable=False),
    Column("region", String(10), nullable=False),
    Column("status", Enum(PartnerStatus, native_enum=False, length=20, values_callable=list), nullable=False),
    Column("status_reason", Text),
    Column("status_since", DateTime(timezone=True), nullable=False),
    Column("parent_partner_id", Uuid),
    Column("channel_manager_id", Uuid),
    Column("application_id", Uuid, unique=True),
    Column("created_at", DateTime(timezone=True), nullable=False),
    Column("activated_at", DateTime(timezone=True)),
    Column("name_key", String(200), nullable=False),
    Column("registration_key", String(50)),
    Column("search_key", String(500), nullable=False),
    Column("version", Integer, nullable=False),
    Index("ix_partners_search_key_partner_id", "search_key", "partner_id"),
    Index("ix_partners_created_at_partner_id", "created_at", "partner_id"),
    Index(
        "ix_partners_search_key_trgm",
        "search_key",
        postgresql_using="gin",
        postgresql_ops={"search_key": "gin_trgm_ops"},
    ),
    Index("ix_partners_domain", "domain"),
    Index("ix_partners_registration_key_country", "registration_key", "country"),
    Index("ix_partners_name_key_country", "name_key", "country"),
    Index("ix_partners_parent_partner_id", "parent_partner_id"),
    Index("ix_partners_channel_manager_id", "channel_manager_id"),
)

partner_periods = Table(
    "partner_periods",
    mapping.metadata,
    Column("period_id", Uuid, primary_key=True),
    Column("partner_id", Uuid, nullable=False),
    Column("effective_from", DateTime(timezone=True), nullable=False),
    Column("effective_until", DateTime(timezone=True)),
    Column("record", JSONB, nullable=False),
    Column("changed", ARRAY(String(50)), nullable=False),
    Column("changed_by", String(100), nullable=False),
    Column("reason", Text),
    Index("ix_partner_periods_partner_id_effective_from", "partner_id", "effective_from"),
)

mapping.map_imperatively(Partner, partners, version_id_col=partners.c.version)
