"""Facts, sums, the replicas they are made of, and the first exchange rates to the euro.

Revision ID: 0001
Revises:
"""

import json
from pathlib import Path

import sqlalchemy as sa
from alembic import op

from chassis.database import create_mechanism, drop_mechanism

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

HERE = Path(__file__).parent
TABLES = (
    *("asset_uses", "assets", "certificates", "people", "applications", "registrations", "partners"),
    *("rollups", "facts", "sources", "exchange_rates"),
)


def upgrade() -> None:
    create_mechanism(op)
    op.get_bind().exec_driver_sql((HERE / "0001_first_tables.sql").read_text("utf-8").replace("%", "%%"))
    _first_rates()


def downgrade() -> None:
    for table in TABLES:
        op.drop_table(table)
    drop_mechanism(op)


def _first_rates() -> None:
    """Rounded half-yearly rates to begin with; an installation sets its own."""
    currencies = json.loads((HERE / "rates_1.json").read_text("utf-8"))
    statement = sa.text("INSERT INTO exchange_rates (currency, valid_from, rate) VALUES (:currency, :day, :rate)")
    for currency, dated in currencies.items():
        for day, rate in dated.items():
            op.get_bind().execute(statement, {"currency": currency, "day": day, "rate": rate})
