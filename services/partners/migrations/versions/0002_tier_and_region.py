"""Partners have a tier and a region; their history says so from the first day.

Revision ID: 0002
Revises: 0001
"""

import sqlalchemy as sa
from alembic import op

from services.partners.regions.model import region_of

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

REGION = sa.text("UPDATE partners SET region = :region WHERE country = :country")
HISTORY = sa.text("""
UPDATE partner_periods SET record = record || jsonb_build_object('tier', 'registered', 'region', cast(:region AS text))
WHERE record ->> 'country' = :country
""")


def upgrade() -> None:
    op.add_column("partners", sa.Column("tier", sa.String(20), nullable=False, server_default="registered"))
    op.add_column("partners", sa.Column("region", sa.String(10), nullable=False, server_default="emea"))
    connection = op.get_bind()
    for country in connection.scalars(sa.text("SELECT DISTINCT record ->> 'country' FROM partner_periods")).all():
        values = {"country": country, "region": region_of(country)}
        connection.execute(REGION, values)
        connection.execute(HISTORY, values)
    op.alter_column("partners", "tier", server_default=None)
    op.alter_column("partners", "region", server_default=None)


def downgrade() -> None:
    op.drop_column("partners", "region")
    op.drop_column("partners", "tier")
    op.execute("UPDATE partner_periods SET record = record - 'tier' - 'region'")
