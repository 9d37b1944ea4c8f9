"""The replicas partner_standing and partner_certifications: filled by events alone and rebuildable from the log."""

from sqlalchemy import Column, Date, Enum, Integer, String, Table, Uuid
from sqlalchemy.orm import registry

from chassis.database import metadata
from services.deals.standing.model import CertificationStatus, PartnerCertification, PartnerStanding

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

partner_certifications = Table(
    "partner_certifications",
    mapped.metadata,
    Column("company_requirement_id", Uuid, primary_key=True),
    Column("partner_id", Uuid, nullable=False, index=True),
    Column("certification_code", String(64), nullable=False),
    Column("status", Enum(CertificationStatus, native_enum=False, length=10, values_callable=list), nullable=False),
    Column("required", Integer, nullable=False),
    Column("holders", Integer, nullable=False),
    Column("falls_below_on", Date),
)

mapped.map_imperatively(PartnerCertification, partner_certifications)
