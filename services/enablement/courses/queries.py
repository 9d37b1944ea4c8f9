"""Reading courses as their authors see them."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, Text, and_, cast, func, or_, select, true
from sqlalchemy.orm import Session

from chassis import keyset
from services.enablement import errors
from services.enablement.courses.model import Course, CourseStatus
from services.enablement.courses.tables import course_files, courses
from services.enablement.people.model import Actor
from services.enablement.people.queries import partner_type_of


def list_courses(
    session: Session,
    actor: Actor,
    *,
    limit: int,
    cursor: str | None,
    status: list[str] | None = None,
    q: str | None = None,
) -> dict[str, Any]:
    """One page of courses, the newest first."""
    actor.require_staff()
    c = courses.c
    statement = select(courses)
    if status:
        statement = statement.where(c.status.in_(status))
    if q:
        text = func.concat(cast(c.title, Text), " ", c.code)
        statement = statement.where(*(text.icontains(word, autoescape=True) for word in q.split()))
    rows, next_cursor = keyset.page(session, statement, [(c.created_at, "desc"), (c.course_id, "desc")], limit, cursor)
    return {"items": [_with_state(row) for row in rows], "next_cursor": next_cursor}


def get_course(session: Session, actor: Actor, *, course_id: UUID) -> Course:
    """The draft, with everything in it."""
    actor.require_staff()
    return course(session, course_id)


def course(session: Session, course_id: UUID) -> Course:
    found = session.get(Course, course_id)
    if found is None:
        raise errors.CourseNotFound
    return found


def course_for_change(session: Session, actor: Actor, course_id: UUID, version: int | None = None) -> Course:
    """The draft, locked until the transaction ends."""
    actor.require_staff()
    statement = select(Course).where(courses.c.course_id == course_id).with_for_update(key_share=True)
    found = session.scalars(statement).one_or_none()
    if found is None:
        raise errors.CourseNotFound
    if version is not None and found.version != version:
        raise errors.StaleVersion(expected=version, current=found.version)
    return found


def offered_revision_ids(session: Session, actor: Actor) -> Select[tuple[UUID | None]]:
    """The revisions that the caller may begin, as a subselect."""
    c = courses.c
    return select(c.current_revision_id).where(c.status == CourseStatus.PUBLISHED, _audience(session, actor))


def published_revision_ids(session: Session, course_ids: Iterable[UUID]) -> list[UUID]:
    """What is begun today of these courses; drafts and retired ones are left out."""
    c = courses.c
    offered = (c.course_id.in_(list(course_ids)), c.status == CourseStatus.PUBLISHED)
    return [found for found in session.scalars(select(c.current_revision_id).where(*offered)) if found]


def named(session: Session, course_ids: Iterable[UUID]) -> dict[UUID, Any]:
    """Code and title of many."""
    c = courses.c
    rows = session.execute(select(c.course_id, c.code, c.title).where(c.course_id.in_(list(course_ids))))
    return {row.course_id: row for row in rows}


def claimed_uploads(session: Session, upload_ids: list[str]) -> set[str]:
    """Which of these uploads belong to a course."""
    return set(session.scalars(select(course_files.c.upload_id).where(course_files.c.upload_id.in_(upload_ids))))


def _audience(session: Session, actor: Actor) -> ColumnElement[bool]:
    """The same rule as Group.includes, over the course's row; staff see whatever there is."""
    if actor.partner_id is None:
        return true()
    partner_type = partner_type_of(session, actor.partner_id)
    c = courses.c
    fits_role = or_(func.cardinality(c.roles) == 0, c.roles.overlap(list(actor.roles)))
    fits_type = func.cardinality(c.partner_types) == 0
    if partner_type is not None:
        fits_type = or_(fits_type, c.partner_types.contains([partner_type]))
    return and_(fits_role, fits_type)


def _with_state(row: Any) -> dict[str, Any]:
    published = row.published_at
    return {
        **row._mapping,
        "minutes": sum(lesson.minutes for lesson in row.lessons),
        "lesson_count": len(row.lessons),
        "has_exam": row.exam is not None,
        "has_unpublished_changes": published is None or row.changed_at > published,
    }
