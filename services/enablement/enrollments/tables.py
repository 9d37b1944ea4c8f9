"""Enrolments, progress by lesson, and rules. One active enrolment a person and course, by an index no race can pass."""

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    Enum,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Uuid,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import registry

from chassis.database import metadata
from services.enablement.enrollments.model import AssignedBy, Enrollment, EnrollmentRule, EnrollmentStatus

mapped = registry(metadata=metadata())
_TIME = DateTime(timezone=True)

enrollments = Table(
    "enrollments",
    mapped.metadata,
    Column("enrollment_id", Uuid, primary_key=True),
    Column("course_id", Uuid, nullable=False),
    Column("course_code", String(64), nullable=False),
    Column("revision_id", Uuid, nullable=False),
    Column("person_id", Uuid, nullable=False),
    Column("partner_id", Uuid),
    Column("assigned_by", Enum(AssignedBy, native_enum=False, length=10, values_callable=list), nullable=False),
    Column("due_on", Date),
    Column("status", Enum(EnrollmentStatus, native_enum=False, length=20, values_callable=list), nullable=False),
    Column("lessons_total", Integer, nullable=False),
    Column("lessons_done", Integer, nullable=False),
    Column("last_lesson_id", String(36)),
    Column("last_seen_at", _TIME),
    Column("has_exam", Boolean, nullable=False),
    Column("attempts_used", Integer, nullable=False),
    Column("running_attempt_id", Uuid),
    Column("next_attempt_at", _TIME),
    Column("best_score", Integer),
    Column("exam_passed_at", _TIME),
    Column("created_at", _TIME, nullable=False),
    Column("completed_at", _TIME),
    CheckConstraint("(status = 'completed') = (completed_at IS NOT NULL)", name="completed"),
    CheckConstraint("lessons_done BETWEEN 0 AND lessons_total", name="lessons"),
)
c = enrollments.c
Index("ux_enrollments_active", c.course_id, c.person_id, unique=True, postgresql_where=text("status = 'active'"))
Index("ix_enrollments_person", c.person_id, c.created_at, c.enrollment_id)
Index("ix_enrollments_partner", c.partner_id, c.created_at, c.enrollment_id)
Index("ix_enrollments_course", c.course_id, c.created_at, c.enrollment_id)
Index("ix_enrollments_created", c.created_at, c.enrollment_id)

lesson_progress = Table(
    "lesson_progress",
    mapped.metadata,
    Column("enrollment_id", Uuid, ForeignKey(enrollments.c.enrollment_id), primary_key=True),
    Column("lesson_id", String(36), primary_key=True),
    Column("position", Integer, nullable=False),
    Column("seen_at", _TIME, nullable=False),
    Column("done_at", _TIME),
)

enrollment_rules = Table(
    "enrollment_rules",
    mapped.metadata,
    Column("course_id", Uuid, primary_key=True),
    Column("roles", ARRAY(String(30)), nullable=False),
    Column("partner_types", ARRAY(String(60)), nullable=False),
    Column("due_days", Integer),
    Column("set_by", String(100), nullable=False),
    Column("set_at", _TIME, nullable=False),
    Column("is_pending", Boolean, nullable=False),
)

mapped.map_imperatively(Enrollment, enrollments)
mapped.map_imperatively(EnrollmentRule, enrollment_rules)
