"""When the promise of a registration was broken and then stated anew or rested.

Revision ID: 0003
Revises: 0002
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    spells = ARRAY(sa.DateTime(timezone=True), dimensions=2)
    op.add_column("registrations", sa.Column("breaches", spells, nullable=False, server_default="{}"))


def downgrade() -> None:
    op.drop_column("registrations", "breaches")
