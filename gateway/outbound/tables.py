"""The event log, its readers' positions, and the letters owed to people."""

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    DateTime,
    Index,
    Integer,
    LargeBinary,
    Table,
    Text,
    UniqueConstraint,
    Uuid,
    func,
)
from sqlalchemy.dialects.postgresql import JSONB

from chassis.database import metadata as new_metadata

metadata = new_metadata()

# Every event of every service once, in the one order outside readers see. `body` holds the bytes as published.
event_log = Table(
    "event_log",
    metadata,
    Column("position", BigInteger, primary_key=True, autoincrement=False),
    Column("epoch", Integer, nullable=False),
    Column("source", Text, nullable=False),
    Column("id", Uuid, nullable=False),
    Column("sequence", Text, nullable=False),
    Column("type", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("partnerid", Uuid),
    Column("aggregateversion", Integer, nullable=False),
    Column("time", DateTime(timezone=True), nullable=False),
    Column("audience", Text, nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("recorded_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
    CheckConstraint("audience IN ('partner', 'staff')", name="audience"),
    UniqueConstraint("source", "id"),
    UniqueConstraint("source", "sequence"),
    Index("ix_event_log_subject_position", "subject", "position"),
    Index("ix_event_log_type_position", "type", "position"),
    Index("ix_event_log_time", "time"),
)
# What one partner may read, in feed order.
Index(
    "ix_event_log_partner_position",
    event_log.c.partnerid,
    event_log.c.position,
    postgresql_where=event_log.c.audience == "partner",
)

# One row per life of the log: a restored or copied database has another identity, and its cursors start again.
log_epoch = Table(
    "log_epoch",
    metadata,
    Column("epoch", Integer, primary_key=True, autoincrement=False),
    Column("identity", Text, nullable=False),
    Column("begun_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
)

# How far each inside reader of the log has come (notices, account closing).
log_reader = Table(
    "log_reader",
    metadata,
    Column("name", Text, primary_key=True),
    Column("position", BigInteger, nullable=False),
)

# A letter owed: intended -> sending -> sent | failed; sending that outlives its process is unknown.
outbound_mail = Table(
    "outbound_mail",
    metadata,
    Column("mail_id", Uuid, primary_key=True),
    Column("template", Text, nullable=False),
    Column("recipient", Text, nullable=False),
    Column("language", Text),
    Column("data", JSONB, nullable=False),
    Column("event_id", Uuid),
    Column("status", Text, nullable=False, server_default="intended"),
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("next_attempt_at", DateTime(timezone=True), nullable=False),
    Column("last_error", Text),
    Column("created_at", DateTime(timezone=True), nullable=False),
    Column("sent_at", DateTime(timezone=True)),
    CheckConstraint("status IN ('intended', 'sending', 'sent', 'failed', 'unknown')", name="status"),
    UniqueConstraint("event_id", "recipient", "template"),
    Index("ix_outbound_mail_status_next_attempt_at", "status", "next_attempt_at"),
)

# The development mailbox: where letters land while no SMTP server is set.
mailbox = Table(
    "mailbox",
    metadata,
    Column("mail_id", Uuid, primary_key=True),
    Column("to", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("html", Text, nullable=False),
    Column("links", JSONB, nullable=False),
    Column("received_at", DateTime(timezone=True), nullable=False),
    Index("ix_mailbox_to_received_at", "to", "received_at"),
)
