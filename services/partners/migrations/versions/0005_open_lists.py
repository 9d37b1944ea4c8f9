"""What is open is read from indexes of its own, however much is done: applications by promise, onboarding by its start.

Revision ID: 0005
Revises: 0004
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

APPLICATIONS, ONBOARDINGS = "ix_applications_open", "ix_onboardings_open"


def upgrade() -> None:
    waiting, running = sa.text("status IN ('submitted', 'screening')"), sa.text("completed_at IS NULL")
    op.create_index(APPLICATIONS, "applications", ["decide_by", "application_id"], postgresql_where=waiting)
    op.create_index(ONBOARDINGS, "onboardings", ["started_at", "onboarding_id"], postgresql_where=running)


def downgrade() -> None:
    op.drop_index(ONBOARDINGS, "onboardings")
    op.drop_index(APPLICATIONS, "applications")
