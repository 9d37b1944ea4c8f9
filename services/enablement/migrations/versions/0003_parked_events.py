"""The parked event that goes on next is read from an index, however many are parked.

Revision ID: 0003
Revises: 0002
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

INDEX, TABLE = "ix_waiting_event_parked", "waiting_event"


def upgrade() -> None:
    """A database that is made today has it from its first migration on."""
    parked = sa.text("state = 'parked'")
    op.create_index(INDEX, TABLE, ["consumer", "since"], postgresql_where=parked, if_not_exists=True)


def downgrade() -> None:
    op.drop_index(INDEX, TABLE)
