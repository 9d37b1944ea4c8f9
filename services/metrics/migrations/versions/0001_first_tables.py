"""The first tables.

Revision ID: 0001
Revises:
"""

from alembic import op

from chassis.database import create_mechanism, drop_mechanism

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    create_mechanism(op)


def downgrade() -> None:
    drop_mechanism(op)
