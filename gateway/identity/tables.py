"""The tables of identity: who may sign in, how they prove it, what they tried.
No table of another capability is named here.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    ARRAY,
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    DateTime,
    ForeignKey,
    Identity,
    Index,
    Integer,
    LargeBinary,
    Row,
    String,
    Table,
    Uuid,
)
from sqlalchemy.dialects.postgresql import JSONB

from chassis import database

metadata = database.metadata()

INSTANT = DateTime(timezone=True)
AnyRow = Row[*tuple[Any, ...]]

accounts = Table(
    "accounts",
    metadata,
    Column("account_id", Uuid, primary_key=True),
    Column("person_id", Uuid, nullable=False, unique=True),
    Column("partner_id", Uuid, index=True),
    Column("email", String(254), nullable=False, unique=True),
    Column("display_name", String(200), nullable=False),
    Column("roles", ARRAY(String(40)), nullable=False),
    Column("language", String(8), nullable=False, server_default="en"),
    Column("theme", String(8), nullable=False, server_default="auto"),
    Column("password_hash", String(255)),
    Column("version", Integer, nullable=False, server_default="1"),
    Column("created_at", INSTANT, nullable=False),
    Column("disabled_at", INSTANT),
    CheckConstraint("email = lower(email)", name="email_is_lower_case"),
    CheckConstraint("cardinality(roles) > 0", name="has_a_role"),
)

sessions = Table(
    "sessions",
    metadata,
    Column("session_id", Uuid, primary_key=True),
    Column("account_id", Uuid, ForeignKey("accounts.account_id", ondelete="CASCADE"), nullable=False, index=True),
    Column("secret_hash", LargeBinary(32), nullable=False, unique=True),
    Column("created_at", INSTANT, nullable=False),
    Column("last_seen_at", INSTANT, nullable=False),
    Column("expires_at", INSTANT, nullable=False),
    Column("address", String(45), nullable=False),
    Column("agent", String(200), nullable=False),
)

tokens = Table(
    "tokens",
    metadata,
    Column("token_id", Uuid, primary_key=True),
    Column("account_id", Uuid, ForeignKey("accounts.account_id", ondelete="CASCADE"), nullable=False, index=True),
    Column("name", String(80), nullable=False),
    Column("prefix", String(16), nullable=False),
    Column("secret_hash", LargeBinary(32), nullable=False, unique=True),
    Column("scopes", ARRAY(String(80))),
    Column("created_at", INSTANT, nullable=False),
    Column("last_used_at", INSTANT),
)

invitations = Table(
    "invitations",
    metadata,
    Column("invitation_id", Uuid, primary_key=True),
    Column("person_id", Uuid, nullable=False, unique=True),
    Column("partner_id", Uuid, index=True),
    Column("email", String(254), nullable=False),
    Column("display_name", String(200), nullable=False),
    Column("roles", ARRAY(String(40)), nullable=False),
    Column("language", String(8), nullable=False),
    Column("secret_hash", LargeBinary(32), nullable=False, unique=True),
    Column("created_at", INSTANT, nullable=False),
    Column("expires_at", INSTANT, nullable=False),
    Column("accepted_at", INSTANT),
)

password_resets = Table(
    "password_resets",
    metadata,
    Column("password_reset_id", Uuid, primary_key=True),
    Column("account_id", Uuid, ForeignKey("accounts.account_id", ondelete="CASCADE"), nullable=False, index=True),
    Column("secret_hash", LargeBinary(32), nullable=False, unique=True),
    Column("created_at", INSTANT, nullable=False),
    Column("expires_at", INSTANT, nullable=False),
    Column("used_at", INSTANT),
)

throttle_hits = Table(
    "throttle_hits",
    metadata,
    Column("subject", String(120), primary_key=True),
    Column("window_starts_at", INSTANT, primary_key=True),
    Column("hits", Integer, nullable=False),
    prefixes=["UNLOGGED"],
)

commands = Table(
    "commands",
    metadata,
    Column("command_id", Uuid, primary_key=True),
    Column("request_hash", String(64), nullable=False),
    Column("result", JSONB),
    Column("created_at", INSTANT, nullable=False, index=True),
)

audit_entries = Table(
    "audit_entries",
    metadata,
    Column("audit_entry_id", BigInteger, Identity(always=True), primary_key=True),
    Column("occurred_at", INSTANT, nullable=False),
    Column("actor", String(80), nullable=False),
    Column("operation", String(80), nullable=False),
    Column("accepted", Boolean, nullable=False),
    Column("object_id", String(64)),
    Column("detail", String(120)),
    Column("channel", String(20), nullable=False),
    Column("address", String(45), nullable=False),
    Column("request_id", String(64), nullable=False),
    Index("ix_audit_entries_actor_occurred_at", "actor", "occurred_at"),
)
