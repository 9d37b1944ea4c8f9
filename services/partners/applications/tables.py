"""Where applications, their decisions and the review rules are stored. One open application a company."""

from sqlalchemy import Column, Date, DateTime, Enum, Index, Integer, String, Table, Text, Uuid
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import registry

from chassis.database import metadata
from services.partners.applications.model import OPEN, Application, ApplicationStatus, Decision

mapping = registry(metadata=metadata())

applications = Table(
    "applications",
    mapping.metadata,
    Column("application_id", Uuid, primary_key=True),
    Column("legal_name", String(200), nullable=False),
    Column("country", String(2), nullable=False),
    Column("domain", String(253)),
    Column("city", String(100)),
    Column("registration_no", String(50)),
    Column("partner_type", String(30), nullable=False),
    Column("contact_name", String(200), nullable=False),
    Column("contact_email", String(254), nullable=False),
    Column("language", String(5), nullable=False),
    Column("submitted_at", DateTime(timezone=True), nullable=False),
    Column("decide_by", DateTime(timezone=True), nullable=False),
    Column("token_hash", String(64), nullable=False, unique=True),
    Column("status", Enum(ApplicationStatus, native_enum=False, length=20, values_callable=list), nullable=False),
    Column("screening", JSONB, nullable=False),
    Column("reapply_on", Date),
    Column("partner_id", Uuid),
    Column("name_key", String(200), nullable=False),
    Column("registration_key", String(50)),
    Column("search_key", String(500), nullable=False),
    Column("version", Integer, nullable=False),
)
_is_open = applications.c.status.in_([status.value for status in OPEN])
Index("ux_applications_open_domain", applications.c.domain, unique=True, postgresql_where=_is_open)
Index(
    "ux_applications_open_registration_key",
    applications.c.registration_key,
    applications.c.country,
    unique=True,
    postgresql_where=_is_open,
)
Index("ix_applications_domain", applications.c.domain)
Index("ix_applications_registration_key_country", applications.c.registration_key, applications.c.country)
Index("ix_applications_name_key_country", applications.c.name_key, applications.c.country)
Index("ix_applications_submitted_at_application_id", applications.c.submitted_at, applications.c.application_id)
Index("ix_applications_decide_by_application_id", applications.c.decide_by, applications.c.application_id)
Index("ix_applications_open", applications.c.decide_by, applications.c.application_id, postgresql_where=_is_open)
Index(
    "ix_applications_search_key_trgm",
    applications.c.search_key,
    postgresql_using="gin",
    postgresql_ops={"search_key": "gin_trgm_ops"},
)

application_decisions = Table(
    "application_decisions",
    mapping.metadata,
    Column("application_id", Uuid, primary_key=True),
    Column("decision", String(20), nullable=False),
    Column("reason_code", String(64)),
    Column("text", Text),
    Column("override_reason", Text),
    Column("decided_by", String(100), nullable=False),
    Column("decided_at", DateTime(timezone=True), nullable=False),
    Column("rule_version", Integer, nullable=False),
    Column("inputs", JSONB, nullable=False),
)

mapping.map_imperatively(Application, applications, version_id_col=applications.c.version)
mapping.map_imperatively(Decision, application_decisions)
