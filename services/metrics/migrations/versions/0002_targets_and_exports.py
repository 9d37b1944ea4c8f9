"""Targets with their versions, and exports.

Revision ID: 0002
Revises: 0001
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "targets",
        sa.Column("period", sa.String(20), nullable=False),
        sa.Column("addressee", sa.String(80), nullable=False),
        sa.Column("metric", sa.String(80), nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("value", sa.Numeric(20, 4)),
        sa.Column("set_by", sa.String(100), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("period", "addressee", "metric", "version", name="pk_targets"),
        sa.CheckConstraint("version > 0", name="ck_targets_version_counts_from_one"),
        sa.CheckConstraint("value >= 0", name="ck_targets_value_is_not_negative"),
    )
    op.create_table(
        "exports",
        sa.Column("export_id", sa.Uuid, nullable=False),
        sa.Column("requested_by", sa.String(100), nullable=False),
        sa.Column("scope_partner_id", sa.Uuid),
        sa.Column("dataset", sa.String(20), nullable=False),
        sa.Column("period", sa.String(20), nullable=False),
        sa.Column("metric", sa.String(80)),
        sa.Column("partner_id", sa.Uuid),
        sa.Column("file_format", sa.String(5), nullable=False),
        sa.Column("language", sa.String(5), nullable=False),
        sa.Column("requested_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("status", sa.String(10), nullable=False),
        sa.Column("rows_done", sa.Integer, nullable=False),
        sa.Column("rows_total", sa.Integer),
        sa.Column("row_limit", sa.Integer, nullable=False),
        sa.Column("parts", sa.Integer, nullable=False),
        sa.Column("next_cursor", sa.Text),
        sa.Column("is_truncated", sa.Boolean, nullable=False),
        sa.Column("size", sa.BigInteger),
        sa.Column("finished_at", sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint("export_id", name="pk_exports"),
    )
    unfinished = sa.text("finished_at IS NULL")
    op.create_index("ix_exports_open", "exports", ["rows_done", "export_id"], postgresql_where=unfinished)
    op.create_index("ix_exports_of_person", "exports", ["requested_by", "export_id"])
    op.create_index("ix_exports_of_company", "exports", ["scope_partner_id", "export_id"])
    op.create_index("ix_exports_expiry", "exports", ["expires_at"], postgresql_where=sa.text("status = 'ready'"))


def downgrade() -> None:
    op.drop_table("exports")
    op.drop_table("targets")
