"""What companies need, and how each one stands."""

from sqlalchemy import CheckConstraint, Column, Date, DateTime, Enum, Index, Integer, SmallInteger, String, Table, Uuid
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import registry

from chassis.database import metadata
from services.enablement.requirements.model import CompanyRequirement, Requirement, RequirementStatus

mapped = registry(metadata=metadata())
_TIME = DateTime(timezone=True)

requirements = Table(
    "requirements",
    mapped.metadata,
    Column("requirement_id", Uuid, primary_key=True),
    Column("certification_id", Uuid, nullable=False, index=True),
    Column("required", SmallInteger, nullable=False),
    Column("partner_types", ARRAY(String(60)), nullable=False),
    Column("created_at", _TIME, nullable=False),
    Column("withdrawn_at", _TIME),
    Column("version", Integer, nullable=False),
    CheckConstraint("required > 0", name="asks_for_somebody"),
)

company_requirements = Table(
    "company_requirements",
    mapped.metadata,
    Column("company_requirement_id", Uuid, primary_key=True),
    Column("requirement_id", Uuid, nullable=False),
    Column("partner_id", Uuid, nullable=False),
    Column("certification_id", Uuid, nullable=False),
    Column("certification_code", String(64), nullable=False),
    Column("required", SmallInteger, nullable=False),
    Column("holders", Integer, nullable=False),
    Column("status", Enum(RequirementStatus, native_enum=False, length=20, values_callable=list), nullable=False),
    Column("falls_below_on", Date),
    Column("renew", JSONB, nullable=False),
    Column("changed_at", _TIME, nullable=False),
)
c = company_requirements.c
Index("ux_company_requirements_one", c.requirement_id, c.partner_id, unique=True)
Index("ix_company_requirements_partner_id", c.partner_id, c.certification_code, c.company_requirement_id)
Index("ix_company_requirements_code", c.certification_code, c.company_requirement_id)

mapped.map_imperatively(Requirement, requirements, version_id_col=requirements.c.version)
mapped.map_imperatively(CompanyRequirement, company_requirements)
