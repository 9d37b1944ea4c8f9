"""Where facts are stored, and how far each source has been heard."""

from sqlalchemy import BigInteger, Column, DateTime, Index, Integer, Numeric, String, Table, Uuid

from chassis.database import metadata

_tables = metadata()

# `part` splits the facts of a subject into groups that change together: a revision, a partner, an event.
facts = Table(
    "facts",
    _tables,
    Column("subject", String(100), primary_key=True),
    Column("part", String(40), primary_key=True),
    Column("measure", String(100), primary_key=True),
    Column("at", DateTime(timezone=True), primary_key=True),
    Column("partner_id", Uuid, nullable=False),
    Column("value", Numeric(20, 4), nullable=False),
    Column("bucket", Integer, nullable=False),
    Column("amount", Numeric(18, 2)),
    Column("currency", String(3)),
    Index("ix_facts_rows", "measure", "at", "subject", "part"),
    Index("ix_facts_rows_of_partner", "measure", "partner_id", "at", "subject", "part"),
)

sources = Table(
    "sources",
    _tables,
    Column("source", String(40), primary_key=True),
    Column("as_of", DateTime(timezone=True), nullable=False),
    Column("events", BigInteger, nullable=False),
)
