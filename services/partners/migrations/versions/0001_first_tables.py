"""Organisations, people, programs, screening, applications; the first review rules.

Revision ID: 0001
Revises:
"""

import json
from pathlib import Path

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from chassis.database import create_mechanism, drop_mechanism

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

TABLES = (
    "application_decisions",
    "applications",
    "review_rules",
    "program_memberships",
    "programs",
    "partner_periods",
)
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
    op.execute("CREATE EXTENSION IF NOT EXISTS btree_gist")
    create_mechanism(op)
    _organisations()
    _people()
    _programs()
    _screening()
    _applications()


def downgrade() -> None:
    op.drop_constraint("fk_partners_channel_manager_id_people", "partners")
    op.drop_constraint("fk_partners_application_id_applications", "partners")
    for table in TABLES:
        op.drop_table(table)
    op.drop_table("people")
    op.drop_table("partners")
    drop_mechanism(op)


def _organisations() -> None:
    op.create_table(
        "partners",
        sa.Column("partner_id", sa.Uuid, primary_key=True),
        sa.Column("legal_name", sa.String(200), nullable=False),
        sa.Column("country", sa.String(2), nullable=False),
        sa.Column("domain", sa.String(253)),
        sa.Column("city", sa.String(100)),
        sa.Column("registration_no", sa.String(50)),
        sa.Column("partner_type", sa.String(30), nullable=False),
        sa.Column("status", sa.String(20), nullable=False),
        sa.Column("status_reason", sa.Text),
        sa.Column("status_since", MOMENT, nullable=False),
        sa.Column("parent_partner_id", sa.Uuid),
        sa.Column("channel_manager_id", sa.Uuid),
        sa.Column("application_id", sa.Uuid),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("activated_at", MOMENT),
        sa.Column("name_key", sa.String(200), nullable=False),
        sa.Column("registration_key", sa.String(50)),
        sa.Column("search_key", sa.String(500), nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("partner_id", name="pk_partners"),
        sa.UniqueConstraint("application_id", name="uq_partners_application_id"),
        sa.ForeignKeyConstraint(
            ["parent_partner_id"], ["partners.partner_id"], name="fk_partners_parent_partner_id_partners"
        ),
        sa.CheckConstraint("parent_partner_id <> partner_id", name="ck_partners_not_its_own_parent"),
        sa.CheckConstraint(
            "status NOT IN ('suspended', 'terminated') OR coalesce(status_reason, '') <> ''",
            name="ck_partners_reason_stated",
        ),
    )
    op.create_index("ix_partners_search_key_partner_id", "partners", ["search_key", "partner_id"])
    op.create_index("ix_partners_created_at_partner_id", "partners", ["created_at", "partner_id"])
    _trigram_index("partners")
    op.create_index("ix_partners_domain", "partners", ["domain"])
    op.create_index("ix_partners_registration_key_country", "partners", ["registration_key", "country"])
    op.create_index("ix_partners_name_key_country", "partners", ["name_key", "country"])
    op.create_index("ix_partners_parent_partner_id", "partners", ["parent_partner_id"])
    op.create_index("ix_partners_channel_manager_id", "partners", ["channel_manager_id"])
    op.create_table(
        "partner_periods",
        sa.Column("period_id", sa.Uuid, nullable=False),
        sa.Column("partner_id", sa.Uuid, nullable=False),
        sa.Column("effective_from", MOMENT, nullable=False),
        sa.Column("effective_until", MOMENT),
        sa.Column("record", postgresql.JSONB, nullable=False),
        sa.Column("changed", postgresql.ARRAY(sa.String(50)), nullable=False),
        sa.Column("changed_by", sa.String(100), nullable=False),
        sa.Column("reason", sa.Text),
        sa.PrimaryKeyConstraint("period_id", name="pk_partner_periods"),
        sa.ForeignKeyConstraint(["partner_id"], ["partners.partner_id"], name="fk_partner_periods_partner_id_partners"),
        postgresql.ExcludeConstraint(
            (sa.column("partner_id"), "="),
            (sa.text("tstzrange(effective_from, effective_until)"), "&&"),
            name="ex_partner_periods_one_at_a_time",
        ),
    )
    op.create_index("ix_partner_periods_partner_id_effective_from", "partner_periods", ["partner_id", "effective_from"])


def _people() -> None:
    op.create_table(
        "people",
        sa.Column("person_id", sa.Uuid, nullable=False),
        sa.Column("partner_id", sa.Uuid),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("email", sa.String(254), nullable=False),
        sa.Column("roles", postgresql.ARRAY(sa.String(30)), nullable=False),
        sa.Column("job_title", sa.String(100)),
        sa.Column("phone", sa.String(40)),
        sa.Column("language", sa.String(5), nullable=False),
        sa.Column("status", sa.String(20), nullable=False),
        sa.Column("invited_at", MOMENT, nullable=False),
        sa.Column("joined_at", MOMENT),
        sa.Column("left_at", MOMENT),
        sa.Column("left_reason", sa.String(200)),
        sa.Column("search_key", sa.String(250), nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("person_id", name="pk_people"),
        sa.ForeignKeyConstraint(["partner_id"], ["partners.partner_id"], name="fk_people_partner_id_partners"),
    )
    op.create_index(
        "ux_people_email",
        "people",
        [sa.text("lower(email)")],
        unique=True,
        postgresql_where=sa.text("status <> 'left'"),
    )
    op.create_index("ix_people_partner_id_search_key_person_id", "people", ["partner_id", "search_key", "person_id"])
    op.create_index("ix_people_search_key_person_id", "people", ["search_key", "person_id"])
    _trigram_index("people")
    op.create_foreign_key(
        "fk_partners_channel_manager_id_people", "partners", "people", ["channel_manager_id"], ["person_id"]
    )


def _programs() -> None:
    op.create_table(
        "programs",
        sa.Column("program_id", sa.Uuid, nullable=False),
        sa.Column("code", sa.String(64), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("description", sa.Text, nullable=False),
        sa.Column("is_default", sa.Boolean, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("program_id", name="pk_programs"),
        sa.UniqueConstraint("code", name="uq_programs_code"),
    )
    op.create_index(
        "ux_programs_is_default", "programs", ["is_default"], unique=True, postgresql_where=sa.text("is_default")
    )
    op.create_table(
        "program_memberships",
        sa.Column("membership_id", sa.Uuid, nullable=False),
        sa.Column("program_id", sa.Uuid, nullable=False),
        sa.Column("partner_id", sa.Uuid, nullable=False),
        sa.Column("joined_on", sa.Date, nullable=False),
        sa.Column("left_on", sa.Date),
        sa.PrimaryKeyConstraint("membership_id", name="pk_program_memberships"),
        sa.ForeignKeyConstraint(
            ["program_id"], ["programs.program_id"], name="fk_program_memberships_program_id_programs"
        ),
        sa.ForeignKeyConstraint(
            ["partner_id"], ["partners.partner_id"], name="fk_program_memberships_partner_id_partners"
        ),
    )
    op.create_index(
        "ux_program_memberships_partner_id_program_id",
        "program_memberships",
        ["partner_id", "program_id"],
        unique=True,
        postgresql_where=sa.text("left_on IS NULL"),
    )
    op.create_index("ix_program_memberships_program_id", "program_memberships", ["program_id"])


def _screening() -> None:
    rules = op.create_table(
        "review_rules",
        sa.Column("version", sa.Integer, nullable=False, autoincrement=False),
        sa.Column("status", sa.String(10), nullable=False),
        sa.Column("body", postgresql.JSONB, nullable=False),
        sa.Column("published_at", MOMENT),
        sa.PrimaryKeyConstraint("version", name="pk_review_rules"),
        sa.CheckConstraint("status IN ('draft', 'published', 'retired')", name="ck_review_rules_status"),
    )
    op.create_index(
        "ux_review_rules_published",
        "review_rules",
        ["status"],
        unique=True,
        postgresql_where=sa.text("status = 'published'"),
    )
    body = json.loads((Path(__file__).parent / "review_rules_1.json").read_text("utf-8"))
    op.execute(rules.insert().values(version=1, status="published", body=body, published_at=sa.func.now()))


def _applications() -> None:
    op.create_table(
        "applications",
        sa.Column("application_id", sa.Uuid, nullable=False),
        sa.Column("legal_name", sa.String(200), nullable=False),
        sa.Column("country", sa.String(2), nullable=False),
        sa.Column("domain", sa.String(253)),
        sa.Column("city", sa.String(100)),
        sa.Column("registration_no", sa.String(50)),
        sa.Column("partner_type", sa.String(30), nullable=False),
        sa.Column("contact_name", sa.String(200), nullable=False),
        sa.Column("contact_email", sa.String(254), nullable=False),
        sa.Column("language", sa.String(5), nullable=False),
        sa.Column("submitted_at", MOMENT, nullable=False),
        sa.Column("decide_by", MOMENT, nullable=False),
        sa.Column("token_hash", sa.String(64), nullable=False),
        sa.Column("status", sa.String(20), nullable=False),
        sa.Column("screening", postgresql.JSONB, nullable=False),
        sa.Column("reapply_on", sa.Date),
        sa.Column("partner_id", sa.Uuid),
        sa.Column("name_key", sa.String(200), nullable=False),
        sa.Column("registration_key", sa.String(50)),
        sa.Column("search_key", sa.String(500), nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("application_id", name="pk_applications"),
        sa.UniqueConstraint("token_hash", name="uq_applications_token_hash"),
        sa.CheckConstraint("(status = 'approved') = (partner_id IS NOT NULL)", name="ck_applications_approved_leads"),
        sa.CheckConstraint("(status = 'declined') = (reapply_on IS NOT NULL)", name="ck_applications_declined_waits"),
    )
    is_open = sa.text("status IN ('submitted', 'screening')")
    op.create_index("ux_applications_open_domain", "applications", ["domain"], unique=True, postgresql_where=is_open)
    op.create_index(
        "ux_applications_open_registration_key",
        "applications",
        ["registration_key", "country"],
        unique=True,
        postgresql_where=is_open,
    )
    op.create_index("ix_applications_domain", "applications", ["domain"])
    op.create_index("ix_applications_registration_key_country", "applications", ["registration_key", "country"])
    op.create_index("ix_applications_name_key_country", "applications", ["name_key", "country"])
    op.create_index("ix_applications_submitted_at_application_id", "applications", ["submitted_at", "application_id"])
    op.create_index("ix_applications_decide_by_application_id", "applications", ["decide_by", "application_id"])
    _trigram_index("applications")
    op.create_table(
        "application_decisions",
        sa.Column("application_id", sa.Uuid, nullable=False),
        sa.Column("decision", sa.String(20), nullable=False),
        sa.Column("reason_code", sa.String(64)),
        sa.Column("text", sa.Text),
        sa.Column("override_reason", sa.Text),
        sa.Column("decided_by", sa.String(100), nullable=False),
        sa.Column("decided_at", MOMENT, nullable=False),
        sa.Column("rule_version", sa.Integer, nullable=False),
        sa.Column("inputs", postgresql.JSONB, nullable=False),
        sa.PrimaryKeyConstraint("application_id", name="pk_application_decisions"),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["applications.application_id"],
            name="fk_application_decisions_application_id_applications",
        ),
        sa.CheckConstraint(
            "decision <> 'declined' OR coalesce(reason_code, '') <> ''", name="ck_application_decisions_reason_stated"
        ),
    )
    op.create_foreign_key(
        "fk_partners_application_id_applications", "partners", "applications", ["application_id"], ["application_id"]
    )


def _trigram_index(table: str) -> None:
    op.create_index(
        f"ix_{table}_search_key_trgm",
        table,
        ["search_key"],
        postgresql_using="gin",
        postgresql_ops={"search_key": "gin_trgm_ops"},
    )
