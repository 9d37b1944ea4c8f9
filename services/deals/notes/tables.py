"""Two stores: a query for the shared thread cannot reach staff's own notes."""

from sqlalchemy import Column, DateTime, Index, String, Table, Text, Uuid

from chassis.database import metadata

_metadata = metadata()

notes = Table(
    "notes",
    _metadata,
    Column("note_id", Uuid, primary_key=True),
    Column("deal_registration_id", Uuid, nullable=False),
    Column("author", String(100), nullable=False),
    Column("author_side", String(10), nullable=False),
    Column("text", Text, nullable=False),
    Column("written_at", DateTime(timezone=True), nullable=False),
)
Index("ix_notes_thread", notes.c.deal_registration_id, notes.c.note_id)

internal_notes = Table(
    "internal_notes",
    _metadata,
    Column("internal_note_id", Uuid, primary_key=True),
    Column("deal_registration_id", Uuid, nullable=False),
    Column("author", String(100), nullable=False),
    Column("text", Text, nullable=False),
    Column("written_at", DateTime(timezone=True), nullable=False),
)
Index("ix_internal_notes_thread", internal_notes.c.deal_registration_id, internal_notes.c.internal_note_id)
