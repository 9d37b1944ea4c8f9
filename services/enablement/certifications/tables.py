"""Where certifications are stored; codes are unique, and a certification asks for at least one course."""

from sqlalchemy import CheckConstraint, Column, DateTime, Enum, Index, Integer, SmallInteger, String, Table, Uuid
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import registry

from chassis.database import metadata
from services.enablement.certifications.model import Certification, CertificationStatus

mapped = registry(metadata=metadata())

certifications = Table(
    "certifications",
    mapped.metadata,
    Column("certification_id", Uuid, primary_key=True),
    Column("code", String(64), nullable=False, unique=True),
    Column("title", JSONB, nullable=False),
    Column("description", JSONB, nullable=False),
    Column("course_ids", ARRAY(Uuid), nullable=False),
    Column("validity_months", SmallInteger),
    Column("grace_days", SmallInteger, nullable=False),
    Column("reminders", ARRAY(SmallInteger), nullable=False),
    Column("status", Enum(CertificationStatus, native_enum=False, length=20, values_callable=list), nullable=False),
    Column("created_at", DateTime(timezone=True), nullable=False),
    Column("version", Integer, nullable=False),
    CheckConstraint("cardinality(course_ids) > 0", name="asks_for_a_course"),
    CheckConstraint("validity_months > 0", name="valid_for_some_time"),
    CheckConstraint("grace_days >= 0", name="grace"),
)
Index("ix_certifications_course_ids", certifications.c.course_ids, postgresql_using="gin")

mapped.map_imperatively(Certification, certifications, version_id_col=certifications.c.version)
