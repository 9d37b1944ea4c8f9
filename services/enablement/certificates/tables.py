"""Certificates, and the completed courses they rest on. One current certificate a person and certification."""

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    DateTime,
    Enum,
    Index,
    Integer,
    SmallInteger,
    String,
    Table,
    Text,
    Uuid,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import registry

from chassis.database import metadata
from services.enablement.certificates.model import Certificate, CertificateStatus

mapped = registry(metadata=metadata())
NUMBER_SEQUENCE = "certificate_number"
_TIME = DateTime(timezone=True)

certificates = Table(
    "certificates",
    mapped.metadata,
    Column("certificate_id", Uuid, primary_key=True),
    Column("number", String(20), nullable=False, unique=True),
    Column("code", String(20), nullable=False, unique=True),
    Column("status_index", BigInteger, nullable=False, unique=True),
    Column("certification_id", Uuid, nullable=False),
    Column("certification_code", String(64), nullable=False),
    Column("title", JSONB, nullable=False),
    Column("person_id", Uuid, nullable=False),
    Column("partner_id", Uuid),
    Column("holder_name", String(200), nullable=False),
    Column("enrollment_id", Uuid, nullable=False),
    Column("issued_at", _TIME, nullable=False),
    Column("counts_from", _TIME, nullable=False),
    Column("expires_at", _TIME),
    Column("grace_days", SmallInteger, nullable=False),
    Column("reminders", ARRAY(SmallInteger), nullable=False),
    Column("replaces_certificate_id", Uuid),
    Column("status", Enum(CertificateStatus, native_enum=False, length=20, values_callable=list), nullable=False),
    Column("remind_at", _TIME),
    Column("revoked_at", _TIME),
    Column("revoked_by", String(100)),
    Column("reason_code", String(40)),
    Column("reason", Text),
    Column("printed_at", _TIME),
    Column("version", Integer, nullable=False),
    CheckConstraint("(status = 'revoked') = (revoked_at IS NOT NULL)", name="revoked"),
    CheckConstraint("revoked_at IS NULL OR reason_code IS NOT NULL", name="revocation_has_reason"),
    CheckConstraint("expires_at > issued_at", name="ends_after_it_began"),
)
c = certificates.c
_current = text("status IN ('active', 'expiring')")
Index("ux_certificates_current", c.person_id, c.certification_id, unique=True, postgresql_where=_current)
Index("ix_certificates_person_id", c.person_id, c.issued_at, c.certificate_id)
Index("ix_certificates_partner_id", c.partner_id, c.issued_at, c.certificate_id)
Index("ix_certificates_issued_at", c.issued_at, c.certificate_id)
Index("ix_certificates_expires_at", c.expires_at, postgresql_where=_current)
Index("ix_certificates_remind_at", c.remind_at, postgresql_where=c.remind_at.is_not(None))
Index("ix_certificates_unprinted", c.issued_at, postgresql_where=c.printed_at.is_(None))
Index("ix_certificates_revoked", c.status_index, postgresql_where=c.revoked_at.is_not(None))

completions = Table(
    "certificate_completions",
    mapped.metadata,
    Column("person_id", Uuid, primary_key=True),
    Column("course_id", Uuid, primary_key=True),
    Column("enrollment_id", Uuid, primary_key=True),
    Column("completed_at", _TIME, nullable=False),
)

mapped.map_imperatively(Certificate, certificates, version_id_col=c.version)
