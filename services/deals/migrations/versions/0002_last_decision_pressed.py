"""The last decision pressed on a registration is found by an index, whatever became of it.

Revision ID: 0002
Revises: 0001
"""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

NAME, TABLE = "ix_pending_decisions_last", "pending_decisions"


def upgrade() -> None:
    op.create_index(NAME, TABLE, ["deal_registration_id", "scheduled_at"])


def downgrade() -> None:
    op.drop_index(NAME, TABLE)
