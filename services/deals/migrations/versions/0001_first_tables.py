"""Registrations, claims, customers, decisions, notes, the replica of standings; the first published rules.

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
    *("internal_notes", "notes", "conflict_checks", "decisions", "pending_decisions", "conflicts", "claims"),
    *("deal_registration_history", "deal_registrations", "customer_identities", "partner_standing", "rule_version"),
)


def upgrade() -> None:
    create_mechanism(op)
    op.get_bind().exec_driver_sql((HERE / "0001_first_tables.sql").read_text("utf-8").replace("%", "%%"))
    _publish_first_rules()


def downgrade() -> None:
    for table in TABLES:
        op.drop_table(table)
    op.execute("DROP FUNCTION similar_identities(text, text)")
    op.execute("DROP FUNCTION refuse_change()")
    op.execute("DROP SEQUENCE deal_registration_number")
    drop_mechanism(op)


def _publish_first_rules() -> None:
    rules = json.loads((HERE / "rules_1.json").read_text("utf-8"))
    statement = sa.text(
        "INSERT INTO rule_version (kind, version, status, body, published_at)"
        " VALUES (:kind, 1, 'published', CAST(:body AS jsonb), clock_timestamp())"
    )
    for kind, body in rules.items():
        op.get_bind().execute(statement, {"kind": kind, "body": json.dumps(body)})
