"""The replicas: filled by events alone and rebuildable from the log."""

from sqlalchemy import Boolean, Column, String, Table, Uuid
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import registry

from chassis.database import metadata
from services.content.standing.model import CertificateStanding, DealStanding, PartnerStanding, PersonStanding

mapped = registry(metadata=metadata())

partner_standing = Table(
    "partner_standing",
    mapped.metadata,
    Column("partner_id", Uuid, primary_key=True),
    Column("name", String(300), nullable=False),
    Column("status", String(40), nullable=False),
    Column("tier", String(40)),
    Column("partner_type", String(60)),
    Column("region", String(40)),
    Column("country", String(2)),
)
person_standing = Table(
    "person_standing",
    mapped.metadata,
    Column("person_id", Uuid, primary_key=True),
    Column("partner_id", Uuid, index=True),
    Column("roles", ARRAY(String(40), as_tuple=True), nullable=False),
    Column("has_left", Boolean, nullable=False),
)
certificate_standing = Table(
    "certificate_standing",
    mapped.metadata,
    Column("certificate_id", Uuid, primary_key=True),
    Column("person_id", Uuid, nullable=False, index=True),
    Column("certification_code", String(64), nullable=False),
    Column("status", String(20), nullable=False),
    Column("replaces_certificate_id", Uuid, index=True),
)
deal_standing = Table(
    "deal_standing",
    mapped.metadata,
    Column("deal_registration_id", Uuid, primary_key=True),
    Column("partner_id", Uuid, nullable=False),
    Column("number", String(20), nullable=False),
)

mapped.map_imperatively(PartnerStanding, partner_standing)
mapped.map_imperatively(PersonStanding, person_standing)
mapped.map_imperatively(CertificateStanding, certificate_standing)
mapped.map_imperatively(DealStanding, deal_standing)
