"""Replicas of standings, assets and their versions, shares, and every use of an asset.

Revision ID: 0001
Revises:
"""

from pathlib import Path

from alembic import op

from chassis.database import create_mechanism, drop_mechanism

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

HERE = Path(__file__).parent
TABLES = (
    *("asset_uses", "shares", "asset_versions", "assets"),
    *("deal_standing", "certificate_standing", "person_standing", "partner_standing"),
)


def upgrade() -> None:
    create_mechanism(op)
    op.get_bind().exec_driver_sql((HERE / "0001_first_tables.sql").read_text("utf-8").replace("%", "%%"))


def downgrade() -> None:
    for table in TABLES:
        op.drop_table(table)
    op.execute("DROP FUNCTION refuse_change()")
    drop_mechanism(op)
