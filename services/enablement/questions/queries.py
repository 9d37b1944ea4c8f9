"""Reading the bank; only staff ever read it, because it holds the right answers."""

from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from chassis import keyset
from services.enablement import errors
from services.enablement.courses.queries import get_course
from services.enablement.people.model import Actor
from services.enablement.questions.model import BankQuestion, Question, QuestionKind
from services.enablement.questions.tables import questions


def list_questions(
    session: Session, actor: Actor, *, course_id: UUID, limit: int, cursor: str | None, is_active: bool | None = None
) -> dict[str, Any]:
    """One page of a bank, in the order of writing."""
    get_course(session, actor, course_id=course_id)
    c = questions.c
    statement = select(questions).where(c.course_id == course_id)
    if is_active is not None:
        statement = statement.where(c.is_active == is_active)
    rows, next_cursor = keyset.page(session, statement, [(c.question_id, "asc")], limit, cursor)
    return {"items": [written(row) for row in rows], "next_cursor": next_cursor}


def question_for_change(session: Session, course_id: UUID, question_id: UUID, version: int | None) -> BankQuestion:
    statement = select(BankQuestion).where(questions.c.course_id == course_id, questions.c.question_id == question_id)
    found = session.scalars(statement.with_for_update(key_share=True)).one_or_none()
    if found is None:
        raise errors.QuestionNotFound
    if version is not None and found.version != version:
        raise errors.StaleVersion(expected=version, current=found.version)
    return found


def active_questions(session: Session, course_id: UUID) -> list[Question]:
    """What the next revision will draw from."""
    statement = select(questions.c.question).where(questions.c.course_id == course_id, questions.c.is_active)
    return list(session.scalars(statement.order_by(questions.c.question_id)))


def bank(session: Session, course_id: UUID) -> list[Question]:
    """Every question ever written for a course, those taken out included."""
    statement = select(questions.c.question).where(questions.c.course_id == course_id)
    return list(session.scalars(statement.order_by(questions.c.question_id)))


def written(row: Any) -> dict[str, Any]:
    """The question as its author wrote it, with the right answers marked where they stand."""
    question: Question = row.question
    matches = {
        option.option_id: target.text for option, target in zip(question.options, question.targets, strict=False)
    }
    options = [
        {
            "option_id": option.option_id,
            "text": option.text,
            "is_correct": option.option_id in question.correct if not matches else None,
            "match": matches.get(option.option_id),
        }
        for option in question.options
    ]
    return {
        "question_id": row.question_id,
        "course_id": row.course_id,
        "kind": question.kind,
        "prompt": question.prompt,
        "options": options,
        "accepted": [] if question.options else list(question.correct),
        "tolerance": question.tolerance if question.kind is QuestionKind.NUMBER else None,
        "explanation": question.explanation,
        "lesson_id": question.lesson_id,
        "is_active": row.is_active,
        "created_at": row.created_at,
        "version": row.version,
    }
