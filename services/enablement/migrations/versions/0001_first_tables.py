"""People, courses, question banks, revisions, enrolments and exams.

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
    *("exam_answers", "exam_attempts", "enrollment_rules", "lesson_progress", "enrollments"),
    *("revision_questions", "course_revisions", "questions", "course_files", "courses", "partner_standing", "learner"),
)


def upgrade() -> None:
    create_mechanism(op)
    op.get_bind().exec_driver_sql((HERE / "0001_first_tables.sql").read_text("utf-8").replace("%", "%%"))


def downgrade() -> None:
    for table in TABLES:
        op.drop_table(table)
    op.execute("DROP FUNCTION refuse_change_of_revision()")
    drop_mechanism(op)
