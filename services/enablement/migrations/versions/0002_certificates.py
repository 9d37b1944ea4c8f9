"""Certifications, certificates, requirements of companies, and the issuer's keys.

Revision ID: 0002
Revises: 0001
"""

from pathlib import Path

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

TABLES = (
    *("issuer_keys", "company_requirements", "requirements"),
    *("certificates", "certificate_completions", "certifications"),
)


def upgrade() -> None:
    statements = (Path(__file__).parent / "0002_certificates.sql").read_text("utf-8")
    op.get_bind().exec_driver_sql(statements.replace("%", "%%"))


def downgrade() -> None:
    for table in TABLES:
        op.drop_table(table)
    op.execute("DROP SEQUENCE certificate_number")
