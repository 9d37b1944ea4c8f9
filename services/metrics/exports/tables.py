"""One row an export. The file lies in the store of files under a key made of the id."""

from sqlalchemy import BigInteger, Boolean, Column, DateTime, Index, Integer, String, Table, Text, Uuid
from sqlalchemy.orm import registry

from chassis.database import metadata
from services.metrics.exports.model import Export

mapped = registry(metadata=metadata())

exports = Table(
    "exports",
    mapped.metadata,
    Column("export_id", Uuid, primary_key=True),
    Column("requested_by", String(100), nullable=False),
    Column("scope_partner_id", Uuid),
    Column("dataset", String(20), nullable=False),
    Column("period", String(20), nullable=False),
    Column("metric", String(80)),
    Column("partner_id", Uuid),
    Column("file_format", String(5), nullable=False),
    Column("language", String(5), nullable=False),
    Column("requested_at", DateTime(timezone=True), nullable=False),
    Column("expires_at", DateTime(timezone=True), nullable=False),
    Column("status", String(10), nullable=False),
    Column("rows_done", Integer, nullable=False),
    Column("rows_total", Integer),
    Column("row_limit", Integer, nullable=False),
    Column("parts", Integer, nullable=False),
    Column("next_cursor", Text),
    Column("is_truncated", Boolean, nullable=False),
    Column("size", BigInteger),
    Column("finished_at", DateTime(timezone=True)),
)
Index("ix_exports_open", exports.c.rows_done, exports.c.export_id, postgresql_where=exports.c.finished_at.is_(None))
Index("ix_exports_of_person", exports.c.requested_by, exports.c.export_id)
Index("ix_exports_of_company", exports.c.scope_partner_id, exports.c.export_id)
Index("ix_exports_expiry", exports.c.expires_at, postgresql_where=exports.c.status == "ready")

mapped.map_imperatively(Export, exports)
