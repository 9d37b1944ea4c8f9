"""The replica of companies' requirements: ids and spells."""

from sqlalchemy import Column, DateTime, Table, Uuid, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import registry

from chassis.database import metadata
from services.metrics.requirements.model import CompanyRequirement

mapped = registry(metadata=metadata())
_SPELLS = ARRAY(DateTime(timezone=True), dimensions=2)

company_requirements = Table(
    "company_requirements",
    mapped.metadata,
    Column("company_requirement_id", Uuid, primary_key=True),
    Column("partner_id", Uuid, index=True),
    Column("met", _SPELLS, nullable=False, server_default=text("'{}'")),
    Column("lost", _SPELLS, nullable=False, server_default=text("'{}'")),
)

mapped.map_imperatively(CompanyRequirement, company_requirements)
