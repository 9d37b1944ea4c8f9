"""Checklists and the onboarding of partners; the first checklists.

Revision ID: 0003
Revises: 0002
"""

import json
from pathlib import Path

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    _checklists()
    _onboarding()


def downgrade() -> None:
    for table in ("onboarding_tasks", "onboardings", "checklists"):
        op.drop_table(table)


def _checklists() -> None:
    checklists = op.create_table(
        "checklists",
        sa.Column("partner_type", sa.String(30), nullable=False),
        sa.Column("version", sa.Integer, nullable=False, autoincrement=False),
        sa.Column("status", sa.String(10), nullable=False),
        sa.Column("tasks", postgresql.JSONB, nullable=False),
        sa.Column("published_by", sa.String(100), nullable=False),
        sa.Column("published_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("partner_type", "version", name="pk_checklists"),
        sa.CheckConstraint("status IN ('published', 'retired')", name="ck_checklists_status"),
    )
    op.create_index(
        "ux_checklists_published",
        "checklists",
        ["partner_type"],
        unique=True,
        postgresql_where=sa.text("status = 'published'"),
    )
    first = json.loads((Path(__file__).parent / "checklists_1.json").read_text("utf-8"))
    fixed = {"version": 1, "status": "published", "published_by": "service:partners", "published_at": sa.func.now()}
    for partner_type, tasks in first.items():
        op.execute(checklists.insert().values(partner_type=partner_type, tasks=tasks, **fixed))


def _onboarding() -> None:
    op.create_table(
        "onboardings",
        sa.Column("onboarding_id", sa.Uuid, nullable=False),
        sa.Column("partner_id", sa.Uuid, nullable=False),
        sa.Column("partner_type", sa.String(30), nullable=False),
        sa.Column("checklist_version", sa.Integer, nullable=False),
        sa.Column("started_at", MOMENT, nullable=False),
        sa.Column("completed_at", MOMENT),
        sa.PrimaryKeyConstraint("onboarding_id", name="pk_onboardings"),
        sa.UniqueConstraint("partner_id", name="uq_onboardings_partner_id"),
        sa.ForeignKeyConstraint(["partner_id"], ["partners.partner_id"], name="fk_onboardings_partner_id_partners"),
    )
    op.create_index("ix_onboardings_started_at_onboarding_id", "onboardings", ["started_at", "onboarding_id"])
    op.create_table(
        "onboarding_tasks",
        sa.Column("onboarding_id", sa.Uuid, nullable=False),
        sa.Column("code", sa.String(50), nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("side", sa.String(10), nullable=False),
        sa.Column("title", postgresql.JSONB, nullable=False),
        sa.Column("due_on", sa.Date, nullable=False),
        sa.Column("depends_on", postgresql.ARRAY(sa.String(50)), nullable=False),
        sa.Column("signal", sa.String(40)),
        sa.Column("evidence", postgresql.ARRAY(sa.String(100)), nullable=False),
        sa.Column("completed_at", MOMENT),
        sa.Column("completed_by", sa.String(100)),
        sa.PrimaryKeyConstraint("onboarding_id", "code", name="pk_onboarding_tasks"),
        sa.ForeignKeyConstraint(
            ["onboarding_id"], ["onboardings.onboarding_id"], name="fk_onboarding_tasks_onboarding_id_onboardings"
        ),
        sa.CheckConstraint("side IN ('partner', 'vendor')", name="ck_onboarding_tasks_side"),
        sa.CheckConstraint(
            "(completed_at IS NULL) = (completed_by IS NULL)", name="ck_onboarding_tasks_completed_by_somebody"
        ),
    )
    op.create_index(
        "ix_onboarding_tasks_open",
        "onboarding_tasks",
        ["signal", "due_on"],
        postgresql_where=sa.text("completed_at IS NULL"),
    )
