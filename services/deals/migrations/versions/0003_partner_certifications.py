"""What deals hears of the certified people that partners have to have.

Revision ID: 0003
Revises: 0002
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

TABLE = "partner_certifications"


def upgrade() -> None:
    op.create_table(
        TABLE,
        sa.Column("company_requirement_id", sa.Uuid, nullable=False),
        sa.Column("partner_id", sa.Uuid, nullable=False),
        sa.Column("certification_code", sa.String(64), nullable=False),
        sa.Column("status", sa.String(10), nullable=False),
        sa.Column("required", sa.Integer, nullable=False),
        sa.Column("holders", sa.Integer, nullable=False),
        sa.Column("falls_below_on", sa.Date),
        sa.PrimaryKeyConstraint("company_requirement_id", name="pk_partner_certifications"),
    )
    op.create_index("ix_partner_certifications_partner_id", TABLE, ["partner_id"])


def downgrade() -> None:
    op.drop_table(TABLE)
