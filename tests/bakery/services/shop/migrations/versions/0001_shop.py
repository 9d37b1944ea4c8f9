"""The mechanism and the shelf."""

from alembic import op

from chassis.database import create_mechanism, drop_mechanism
from tests.bakery.services.shop.tables import METADATA

revision, down_revision, branch_labels, depends_on = "0001", None, None, None


def upgrade() -> None:
    create_mechanism(op)
    METADATA.create_all(op.get_bind())


def downgrade() -> None:
    METADATA.drop_all(op.get_bind())
    drop_mechanism(op)
