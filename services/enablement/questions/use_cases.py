"""Writing the bank: each change waits in the draft until the course is published again."""

import secrets
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from chassis.database import uuid7
from services.enablement.courses.model import Course
from services.enablement.courses.queries import course_for_change
from services.enablement.people.model import Actor
from services.enablement.questions import queries
from services.enablement.questions.model import BankQuestion, built


def create_question(
    session: Session, actor: Actor, now: datetime, *, course_id: UUID, kind: str, **parts: Any
) -> dict[str, Any]:
    """One question more in the bank."""
    course = course_for_change(session, actor, course_id)
    return queries.written(_add(session, course, now, kind, parts))


def import_questions(
    session: Session, actor: Actor, now: datetime, *, course_id: UUID, questions: list[dict[str, Any]]
) -> dict[str, Any]:
    """Many at once, all or none."""
    course = course_for_change(session, actor, course_id)
    return {"items": [queries.written(_add(session, course, now, parts.pop("kind"), parts)) for parts in questions]}


def update_question(
    session: Session,
    actor: Actor,
    now: datetime,
    *,
    course_id: UUID,
    question_id: UUID,
    version: int | None = None,
    is_active: bool | None = None,
    **parts: Any,
) -> dict[str, Any]:
    """Write a question anew, or take it out of the bank and back; exams that run keep what they were given."""
    course = course_for_change(session, actor, course_id)
    found = queries.question_for_change(session, course_id, question_id, version)
    if parts:
        before = queries.written(found)
        found.question = built(question_id, before["kind"], _new_id, {**before, **parts})
    if is_active is not None:
        found.is_active = is_active
    course.touch(now)
    session.flush()
    return queries.written(found)


def _add(session: Session, course: Course, now: datetime, kind: str, parts: dict[str, Any]) -> BankQuestion:
    question_id = uuid7()
    made = BankQuestion(
        question_id=question_id,
        course_id=course.course_id,
        question=built(question_id, kind, _new_id, parts),
        created_at=now,
    )
    session.add(made)
    course.touch(now)
    session.flush()
    return made


def _new_id() -> str:
    return secrets.token_hex(4)
