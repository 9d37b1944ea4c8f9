"""Reading revisions: one, its questions, and the catalogue that a person may choose from."""

from collections.abc import Iterable
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Row, Text, cast, func, select
from sqlalchemy.orm import Session

from chassis import keyset
from services.enablement import errors
from services.enablement.courses.model import CourseStatus, FileRef, Lesson
from services.enablement.courses.queries import course, offered_revision_ids, published_revision_ids
from services.enablement.people.model import Actor
from services.enablement.people.queries import is_for
from services.enablement.questions.model import Question
from services.enablement.revisions.model import Revision
from services.enablement.revisions.tables import course_revisions, revision_questions

_r = course_revisions.c
_SHOWN: Final = (_r.course_id, _r.revision_id, _r.number, _r.code, _r.languages, _r.title, _r.summary, _r.published_at)


def revision(session: Session, revision_id: UUID) -> Revision:
    found = session.get(Revision, revision_id)
    if found is None:
        raise errors.CourseNotFound
    return found


def revisions_of(session: Session, revision_ids: Iterable[UUID]) -> dict[UUID, Revision]:
    wanted = set(revision_ids)
    if not wanted:
        return {}
    return {found.revision_id: found for found in session.scalars(select(Revision).where(_r.revision_id.in_(wanted)))}


def current_revisions(session: Session, course_ids: Iterable[UUID]) -> dict[UUID, Revision]:
    """By course: the revision that is begun today."""
    found = revisions_of(session, published_revision_ids(session, course_ids))
    return {taken.course_id: taken for taken in found.values()}


def list_revisions(session: Session, actor: Actor, *, course_id: UUID) -> dict[str, Any]:
    """All revisions of a course, the newest first."""
    actor.require_staff()
    course(session, course_id)
    statement = select(*_SHOWN, _r.published_by).where(_r.course_id == course_id).order_by(_r.number.desc())
    return {"items": session.execute(statement).all()}


def bank_of(session: Session, revision_id: UUID) -> dict[UUID, Question]:
    """Every question that this revision may draw."""
    q = revision_questions.c
    statement = select(q.question_id, q.question).where(q.revision_id == revision_id).order_by(q.question_id)
    return {row.question_id: row.question for row in session.execute(statement)}


def questions_at(session: Session, revision_id: UUID, question_ids: Iterable[UUID]) -> dict[UUID, Question]:
    q = revision_questions.c
    statement = select(q.question_id, q.question).where(q.revision_id == revision_id)
    rows = session.execute(statement.where(q.question_id.in_(list(question_ids))))
    return {row.question_id: row.question for row in rows}


def list_catalogue(
    session: Session, actor: Actor, *, limit: int, cursor: str | None, q: str | None = None
) -> dict[str, Any]:
    """One page of what the caller may begin, the newest first."""
    statement = select(*_SHOWN, _r.lessons, _r.exam).where(_r.revision_id.in_(offered_revision_ids(session, actor)))
    if q:
        text = func.concat(cast(_r.title, Text), " ", _r.code)
        statement = statement.where(*(text.icontains(word, autoescape=True) for word in q.split()))
    order = [(_r.published_at, "desc"), (_r.revision_id, "desc")]
    rows, next_cursor = keyset.page(session, statement, order, limit, cursor)
    return {"items": [outlined(row) for row in rows], "next_cursor": next_cursor}


def offered_revision(session: Session, actor: Actor, course_id: UUID) -> Revision:
    """The revision that the caller would begin today; a course that is not for them does not exist."""
    found = course(session, course_id)
    if found.current_revision_id is None or not is_for(session, found.audience, actor):
        raise errors.CourseNotFound
    if found.status is CourseStatus.RETIRED:
        raise errors.CourseRetired
    return revision(session, found.current_revision_id)


def lesson_file(lesson: Lesson, captions_language: str | None) -> FileRef:
    found = lesson.captions.get(captions_language) if captions_language else lesson.file
    if found is None:
        raise errors.LessonNotFound
    return found


def draft_file(
    session: Session, actor: Actor, *, course_id: UUID, lesson_id: UUID, captions_language: str | None
) -> FileRef:
    """A file of the draft, for its authors."""
    actor.require_staff()
    return lesson_file(course(session, course_id).lesson(str(lesson_id)), captions_language)


def outlined(row: Row[Any]) -> dict[str, Any]:
    """A revision in a list: no texts of lessons."""
    return {
        **row._mapping,
        "minutes": sum(lesson.minutes for lesson in row.lessons),
        "lesson_count": len(row.lessons),
        "has_exam": row.exam is not None,
    }
