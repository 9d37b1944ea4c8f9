"""When companies met what is asked of them.

Revision ID: 0005
Revises: 0004
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    spells = ARRAY(sa.DateTime(timezone=True), dimensions=2)
    op.create_table(
        "company_requirements",
        sa.Column("company_requirement_id", sa.Uuid, nullable=False),
        sa.Column("partner_id", sa.Uuid),
        sa.Column("met", spells, nullable=False, server_default="{}"),
        sa.Column("lost", spells, nullable=False, server_default="{}"),
        sa.PrimaryKeyConstraint("company_requirement_id", name="pk_company_requirements"),
    )
    op.create_index("ix_company_requirements_partner_id", "company_requirements", ["partner_id"])


def downgrade() -> None:
    op.drop_table("company_requirements")
