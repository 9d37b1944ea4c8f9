"""The question banks: a question is one JSON document, because it is always read and written whole."""

from dataclasses import asdict
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import Boolean, Column, DateTime, Index, Integer, Table, Uuid
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import registry
from sqlalchemy.types import TypeDecorator

from chassis.database import metadata
from chassis.wire import plain
from services.enablement.questions.model import BankQuestion, Option, Question, QuestionKind

mapped = registry(metadata=metadata())


class QuestionDocument(TypeDecorator[Question]):
    """A question to and from its JSON document."""

    impl = JSONB
    cache_ok = True

    def process_bind_param(self, value: Question | None, _dialect: Dialect) -> Any:
        return None if value is None else plain(asdict(value))

    def process_result_value(self, value: Any, _dialect: Dialect) -> Question | None:
        if value is None:
            return None
        return Question(
            question_id=UUID(value["question_id"]),
            kind=QuestionKind(value["kind"]),
            prompt=value["prompt"],
            options=tuple(Option(**option) for option in value["options"]),
            targets=tuple(Option(**target) for target in value["targets"]),
            correct=tuple(value["correct"]),
            tolerance=Decimal(value["tolerance"]),
            explanation=value["explanation"],
            lesson_id=UUID(value["lesson_id"]) if value["lesson_id"] else None,
        )


questions = Table(
    "questions",
    mapped.metadata,
    Column("question_id", Uuid, primary_key=True),
    Column("course_id", Uuid, nullable=False),
    Column("question", QuestionDocument, nullable=False),
    Column("is_active", Boolean, nullable=False),
    Column("created_at", DateTime(timezone=True), nullable=False),
    Column("version", Integer, nullable=False),
)
Index("ix_questions_bank", questions.c.course_id, questions.c.question_id)

mapped.map_imperatively(BankQuestion, questions, version_id_col=questions.c.version)
