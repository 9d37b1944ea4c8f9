"""Lists by title, and what a title has inside.

Revision ID: 0004
Revises: 0003
"""

from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_assets_title_asset_id", "assets", ["title", "asset_id"])
    trigrams = {"title": "gin_trgm_ops"}
    op.create_index("ix_assets_title_trgm", "assets", ["title"], postgresql_using="gin", postgresql_ops=trigrams)


def downgrade() -> None:
    op.drop_index("ix_assets_title_trgm", "assets")
    op.drop_index("ix_assets_title_asset_id", "assets")
