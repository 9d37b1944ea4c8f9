"""Revisions and the questions they were published with. Rows only come; a trigger refuses every change."""

from sqlalchemy import Column, DateTime, Integer, String, Table, UniqueConstraint, Uuid
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import registry

from chassis.database import metadata
from services.enablement.courses.model import Lesson
from services.enablement.courses.tables import Document, exam_terms
from services.enablement.questions.tables import QuestionDocument
from services.enablement.revisions.model import Revision

mapped = registry(metadata=metadata())

course_revisions = Table(
    "course_revisions",
    mapped.metadata,
    Column("revision_id", Uuid, primary_key=True),
    Column("course_id", Uuid, nullable=False),
    Column("number", Integer, nullable=False),
    Column("code", String(64), nullable=False),
    Column("languages", ARRAY(String(5)), nullable=False),
    Column("title", JSONB, nullable=False),
    Column("summary", JSONB, nullable=False),
    Column("lessons", Document(Lesson.of, many=True), nullable=False),
    Column("exam", Document(exam_terms)),
    Column("published_at", DateTime(timezone=True), nullable=False),
    Column("published_by", String(100), nullable=False),
    UniqueConstraint("course_id", "number"),
)

revision_questions = Table(
    "revision_questions",
    mapped.metadata,
    Column("revision_id", Uuid, primary_key=True),
    Column("question_id", Uuid, primary_key=True),
    Column("question", QuestionDocument, nullable=False),
)

mapped.map_imperatively(Revision, course_revisions)
