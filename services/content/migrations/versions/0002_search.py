"""Texts of assets, the entries, words and misses of search, and the triggers that keep them.

Revision ID: 0002
Revises: 0001
"""

from pathlib import Path

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

HERE = Path(__file__).parent
TRIGGERS = {
    "asset_versions_are_read": "asset_versions",
    "texts_are_searched": "asset_texts",
    "assets_are_searched": "assets",
}
FUNCTIONS = (
    *("await_text()", "refresh_search_entry()", "refresh_search_entries(UUID[])"),
    *("search_configuration(TEXT)", "search_spaced(TEXT)"),
)


def upgrade() -> None:
    op.get_bind().exec_driver_sql((HERE / "0002_search.sql").read_text("utf-8").replace("%", "%%"))


def downgrade() -> None:
    for trigger, table in TRIGGERS.items():
        op.execute(f"DROP TRIGGER {trigger} ON {table}")
    for function in FUNCTIONS[:3]:
        op.execute(f"DROP FUNCTION {function}")
    op.execute("DROP VIEW search_sources")
    for function in FUNCTIONS[3:]:
        op.execute(f"DROP FUNCTION {function}")
    for table in ("search_misses", "search_words", "search_entries", "asset_texts"):
        op.drop_table(table)
    for language in ("english", "spanish", "plain"):
        op.execute(f"DROP TEXT SEARCH CONFIGURATION prm_{language}")
