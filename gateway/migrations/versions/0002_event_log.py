"""The event log, its epochs and readers, and the letters owed to people."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    _event_log()
    _mail()


def downgrade() -> None:
    for table in ("mailbox", "outbound_mail", "log_reader", "log_epoch", "event_log"):
        op.drop_table(table)


def _event_log() -> None:
    op.create_table(
        "event_log",
        sa.Column("position", sa.BigInteger, autoincrement=False, nullable=False),
        sa.Column("epoch", sa.Integer, nullable=False),
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("id", sa.Uuid, nullable=False),
        sa.Column("sequence", sa.Text, nullable=False),
        sa.Column("type", sa.Text, nullable=False),
        sa.Column("subject", sa.Text, nullable=False),
        sa.Column("partnerid", sa.Uuid),
        sa.Column("aggregateversion", sa.Integer, nullable=False),
        sa.Column("time", INSTANT, nullable=False),
        sa.Column("audience", sa.Text, nullable=False),
        sa.Column("body", sa.LargeBinary, nullable=False),
        sa.Column("recorded_at", INSTANT, nullable=False, server_default=sa.func.now()),
        sa.PrimaryKeyConstraint("position", name=op.f("pk_event_log")),
        sa.UniqueConstraint("source", "id", name=op.f("uq_event_log_source_id")),
        sa.UniqueConstraint("source", "sequence", name=op.f("uq_event_log_source_sequence")),
        sa.CheckConstraint("audience IN ('partner', 'staff')", name=op.f("ck_event_log_audience")),
    )
    op.create_index("ix_event_log_subject_position", "event_log", ["subject", "position"])
    op.create_index("ix_event_log_type_position", "event_log", ["type", "position"])
    op.create_index("ix_event_log_time", "event_log", ["time"])
    op.create_index(
        "ix_event_log_partner_position",
        "event_log",
        ["partnerid", "position"],
        postgresql_where=sa.text("audience = 'partner'"),
    )
    op.create_table(
        "log_epoch",
        sa.Column("epoch", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("identity", sa.Text, nullable=False),
        sa.Column("begun_at", INSTANT, nullable=False, server_default=sa.func.now()),
        sa.PrimaryKeyConstraint("epoch", name=op.f("pk_log_epoch")),
    )
    op.create_table(
        "log_reader",
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("position", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_log_reader")),
    )


def _mail() -> None:
    op.create_table(
        "outbound_mail",
        sa.Column("mail_id", sa.Uuid, nullable=False),
        sa.Column("template", sa.Text, nullable=False),
        sa.Column("recipient", sa.Text, nullable=False),
        sa.Column("language", sa.Text),
        sa.Column("data", JSONB, nullable=False),
        sa.Column("event_id", sa.Uuid),
        sa.Column("status", sa.Text, nullable=False, server_default="intended"),
        sa.Column("attempts", sa.Integer, nullable=False, server_default="0"),
        sa.Column("next_attempt_at", INSTANT, nullable=False),
        sa.Column("last_error", sa.Text),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("sent_at", INSTANT),
        sa.PrimaryKeyConstraint("mail_id", name=op.f("pk_outbound_mail")),
        sa.UniqueConstraint(
            "event_id", "recipient", "template", name=op.f("uq_outbound_mail_event_id_recipient_template")
        ),
        sa.CheckConstraint(
            "status IN ('intended', 'sending', 'sent', 'failed', 'unknown')", name=op.f("ck_outbound_mail_status")
        ),
    )
    op.create_index("ix_outbound_mail_status_next_attempt_at", "outbound_mail", ["status", "next_attempt_at"])
    op.create_table(
        "mailbox",
        sa.Column("mail_id", sa.Uuid, nullable=False),
        sa.Column("to", sa.Text, nullable=False),
        sa.Column("subject", sa.Text, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("html", sa.Text, nullable=False),
        sa.Column("links", JSONB, nullable=False),
        sa.Column("received_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("mail_id", name=op.f("pk_mailbox")),
    )
    op.create_index("ix_mailbox_to_received_at", "mailbox", ["to", "received_at"])
