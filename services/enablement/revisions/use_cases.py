"""Publishing a draft, and retiring a course."""

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from sqlalchemy import insert
from sqlalchemy.orm import Session

from chassis.database import uuid7
from services.enablement.courses.model import Course
from services.enablement.courses.queries import course_for_change
from services.enablement.people.model import Actor
from services.enablement.questions.model import Question
from services.enablement.questions.queries import active_questions
from services.enablement.revisions.model import Revision
from services.enablement.revisions.tables import revision_questions


def publish_course(
    session: Session, actor: Actor, now: datetime, *, course_id: UUID, version: int | None = None
) -> Course:
    """Freeze the draft and its bank; whoever began an earlier revision finishes that one."""
    course = course_for_change(session, actor, course_id, version)
    bank = active_questions(session, course_id) if course.exam else []
    course.publish(now, revision_id := uuid7(), len(bank), _flaws(course, bank))
    session.add(_frozen(course, revision_id, actor, now))
    session.flush()
    if bank:
        rows = [{"revision_id": revision_id, "question_id": q.question_id, "question": q} for q in bank]
        session.execute(insert(revision_questions), rows)
    return course


def retire_course(session: Session, actor: Actor, *, course_id: UUID, version: int | None = None) -> Course:
    """Nobody begins it any more."""
    course = course_for_change(session, actor, course_id, version)
    course.retire()
    return course


def _flaws(course: Course, bank: list[Question]) -> Iterator[str]:
    """Texts missing in a language of the course, and lessons to study that are gone."""
    lesson_ids = {lesson.lesson_id for lesson in course.lessons}
    for number, question in enumerate(bank, start=1):
        yield from (f"questions.{number}.{language}" for language in question.lacks(course.languages))
        if question.lesson_id and str(question.lesson_id) not in lesson_ids:
            yield f"questions.{number}.lesson"


def _frozen(course: Course, revision_id: UUID, actor: Actor, now: datetime) -> Revision:
    return Revision(
        revision_id=revision_id,
        course_id=course.course_id,
        number=course.revision_number,
        code=course.code,
        languages=course.languages,
        title=course.title,
        summary=course.summary,
        lessons=course.lessons,
        exam=course.exam,
        published_at=now,
        published_by=actor.actor.partition(":")[2],
    )
