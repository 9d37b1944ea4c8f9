"""Courses with their drafts, and which uploads they have claimed."""

from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from sqlalchemy import CheckConstraint, Column, DateTime, Enum, Index, Integer, String, Table, Uuid
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import registry
from sqlalchemy.types import TypeDecorator

from chassis.database import metadata
from services.enablement.courses.model import Course, CourseStatus, ExamTerms, Lesson

mapped = registry(metadata=metadata())
_TIME = DateTime(timezone=True)


class Document(TypeDecorator[Any]):
    """Frozen dataclasses kept as one JSON document, because they are always read and written whole."""

    impl = JSONB
    cache_ok = True

    def __init__(self, shape: Callable[..., Any], many: bool = False) -> None:
        super().__init__(none_as_null=True)
        self.shape, self.many = shape, many

    def process_bind_param(self, value: Any, _dialect: Dialect) -> Any:
        if value is None:
            return None
        return [asdict(found) for found in value] if self.many else asdict(value)

    def process_result_value(self, value: Any, _dialect: Dialect) -> Any:
        if value is None:
            return None
        return [self.shape(found) for found in value] if self.many else self.shape(value)


def exam_terms(stored: dict[str, Any]) -> ExamTerms:
    return ExamTerms(**stored)


courses = Table(
    "courses",
    mapped.metadata,
    Column("course_id", Uuid, primary_key=True),
    Column("code", String(64), nullable=False, unique=True),
    Column("status", Enum(CourseStatus, native_enum=False, length=20, values_callable=list), nullable=False),
    Column("languages", ARRAY(String(5)), nullable=False),
    Column("title", JSONB, nullable=False),
    Column("summary", JSONB, nullable=False),
    Column("roles", ARRAY(String(30)), nullable=False),
    Column("partner_types", ARRAY(String(60)), nullable=False),
    Column("lessons", Document(Lesson.of, many=True), nullable=False),
    Column("exam", Document(exam_terms)),
    Column("current_revision_id", Uuid),
    Column("revision_number", Integer, nullable=False),
    Column("created_at", _TIME, nullable=False),
    Column("changed_at", _TIME, nullable=False),
    Column("published_at", _TIME),
    Column("version", Integer, nullable=False),
    CheckConstraint("status <> 'published' OR current_revision_id IS NOT NULL", name="published_has_revision"),
)
Index("ix_courses_created", courses.c.created_at, courses.c.course_id)

course_files = Table(
    "course_files",
    mapped.metadata,
    Column("upload_id", String(64), primary_key=True),
    Column("course_id", Uuid, nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("claimed_at", _TIME, nullable=False),
)

mapped.map_imperatively(Course, courses, version_id_col=courses.c.version)
