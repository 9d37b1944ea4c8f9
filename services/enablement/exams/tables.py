"""Attempts and their answers. Two indexes are the last word: one running attempt an enrolment, each number once."""

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    DateTime,
    Enum,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
    Uuid,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import registry

from chassis.database import metadata
from services.enablement.exams.model import AttemptStatus, ExamAnswer, ExamAttempt

mapped = registry(metadata=metadata())
_TIME = DateTime(timezone=True)

exam_attempts = Table(
    "exam_attempts",
    mapped.metadata,
    Column("exam_attempt_id", Uuid, primary_key=True),
    Column("enrollment_id", Uuid, nullable=False),
    Column("course_id", Uuid, nullable=False),
    Column("revision_id", Uuid, nullable=False),
    Column("person_id", Uuid, nullable=False),
    Column("partner_id", Uuid),
    Column("holder_name", String(200), nullable=False),
    Column("number", Integer, nullable=False),
    Column("status", Enum(AttemptStatus, native_enum=False, length=20, values_callable=list), nullable=False),
    Column("questions_total", Integer, nullable=False),
    Column("pass_mark", Integer, nullable=False),
    Column("started_at", _TIME, nullable=False),
    Column("ends_at", _TIME),
    Column("finished_at", _TIME),
    Column("right_total", Integer),
    Column("score", Integer),
    UniqueConstraint("enrollment_id", "number"),
    CheckConstraint("(status = 'running') = (score IS NULL)", name="judged"),
    CheckConstraint("questions_total > 0", name="questions"),
)
c = exam_attempts.c
Index("ux_exam_attempts_running", c.enrollment_id, unique=True, postgresql_where=text("status = 'running'"))
Index("ix_exam_attempts_ends_at", c.ends_at, postgresql_where=text("status = 'running' AND ends_at IS NOT NULL"))
Index("ix_exam_attempts_person", c.person_id, c.started_at, c.exam_attempt_id)
Index("ix_exam_attempts_course", c.course_id, c.started_at, c.exam_attempt_id)

exam_answers = Table(
    "exam_answers",
    mapped.metadata,
    Column("exam_attempt_id", Uuid, ForeignKey(exam_attempts.c.exam_attempt_id), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("question_id", Uuid, nullable=False),
    Column("answer", ARRAY(Text)),
    Column("answered_at", _TIME),
    Column("is_right", Boolean),
    UniqueConstraint("exam_attempt_id", "question_id"),
)

mapped.map_imperatively(ExamAttempt, exam_attempts)
mapped.map_imperatively(ExamAnswer, exam_answers)
