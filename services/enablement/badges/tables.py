"""The keys this issuer signs with: one is in use, the earlier ones stay known so that their badges still verify."""

from sqlalchemy import Column, DateTime, Index, String, Table, Text, text

from chassis.database import metadata

issuer_keys = Table(
    "issuer_keys",
    metadata(),
    Column("key_id", String(43), primary_key=True),
    Column("private_key", Text, nullable=False),
    Column("created_at", DateTime(timezone=True), nullable=False),
    Column("retired_at", DateTime(timezone=True)),
)
Index(
    "ux_issuer_keys_in_use",
    text("(retired_at IS NULL)"),
    unique=True,
    postgresql_where=text("retired_at IS NULL"),
    _table=issuer_keys,
)
