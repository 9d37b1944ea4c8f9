"""Reading enrolments: every statement carries the caller's scope, every list is paged by key."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, and_, exists, func, select, true
from sqlalchemy.orm import Session

from chassis import keyset
from services.enablement import errors
from services.enablement.courses.model import FileRef
from services.enablement.courses.queries import named
from services.enablement.enrollments.model import AssignedBy, Enrollment, EnrollmentRule, EnrollmentStatus
from services.enablement.enrollments.tables import enrollment_rules, enrollments, lesson_progress
from services.enablement.people.model import Actor, Learner
from services.enablement.people.queries import candidates, in_scope, partner_names, partner_page
from services.enablement.revisions.model import Revision
from services.enablement.revisions.queries import (
    current_revisions,
    lesson_file,
    list_catalogue,
    offered_revision,
    revision,
    revisions_of,
)

_c = enrollments.c
_LATEST: Final = 20


def enrollment_for_change(session: Session, condition: ColumnElement[bool]) -> Enrollment:
    """Locked until the transaction ends; what somebody may not see answers like what is not there."""
    found = session.scalars(select(Enrollment).where(condition).with_for_update(key_share=True)).one_or_none()
    if found is None:
        raise errors.EnrollmentNotFound
    return found


def with_id(enrollment_id: UUID) -> ColumnElement[bool]:
    return _c.enrollment_id == enrollment_id


def own_enrollment(session: Session, actor: Actor, enrollment_id: UUID) -> Enrollment:
    """Only whoever learns moves an enrolment on."""
    return enrollment_for_change(session, and_(with_id(enrollment_id), _c.person_id == actor.learner_id))


def get_enrollment(session: Session, actor: Actor, now: datetime, *, enrollment_id: UUID) -> dict[str, Any]:
    """The enrolment with the outline of its revision and what is done of it."""
    found = session.scalars(
        select(Enrollment).where(_c.enrollment_id == enrollment_id, in_scope(actor, enrollments))
    ).one_or_none()
    if found is None:
        raise errors.EnrollmentNotFound
    return whole(session, found, now)


def whole(session: Session, found: Enrollment, now: datetime) -> dict[str, Any]:
    taken = revision(session, found.revision_id)
    progress = _progress(session, found.enrollment_id)
    lessons = [_outlined(lesson, progress.get(lesson.lesson_id)) for lesson in taken.lessons]
    return {
        **shown(found, taken, partner_names(session, [found.partner_id])),
        "summary": taken.summary,
        "lessons": lessons,
        "exam": taken.exam,
        "attempts_left": found.attempts_left(taken.exam, now) if taken.exam else 0,
    }


def get_lesson(session: Session, actor: Actor, *, enrollment_id: UUID, lesson_id: UUID) -> dict[str, Any]:
    """One lesson with its texts, what was done of it, and its neighbours."""
    found = _own(session, actor, enrollment_id)
    taken = revision(session, found.revision_id)
    lesson = taken.lesson(str(lesson_id))
    place = taken.lessons.index(lesson)
    progress = _progress(session, enrollment_id).get(lesson.lesson_id)
    return {
        **_outlined(lesson, progress),
        "enrollment_id": enrollment_id,
        "course_id": found.course_id,
        "course_title": taken.title,
        "languages": taken.languages,
        "body": lesson.body,
        "url": lesson.url,
        "file": lesson.file,
        "captions": lesson.captions,
        "number": place + 1,
        "lessons_total": len(taken.lessons),
        "previous_lesson_id": taken.lessons[place - 1].lesson_id if place else None,
        "next_lesson_id": taken.lessons[place + 1].lesson_id if place + 1 < len(taken.lessons) else None,
        "has_exam": found.has_exam,
    }


def get_lesson_file(
    session: Session, actor: Actor, *, enrollment_id: UUID, lesson_id: UUID, captions_language: str | None
) -> FileRef:
    found = _own(session, actor, enrollment_id)
    return lesson_file(revision(session, found.revision_id).lesson(str(lesson_id)), captions_language)


def get_course_outline(session: Session, actor: Actor, now: datetime, *, course_id: UUID) -> dict[str, Any]:
    """A course before and after beginning it: what it holds, and the caller's own latest enrolment."""
    statement = select(Enrollment).where(_c.course_id == course_id, _c.person_id == actor.learner_id)
    mine = session.scalars(statement.order_by(_c.created_at.desc(), _c.enrollment_id.desc()).limit(1)).one_or_none()
    taken = revision(session, mine.revision_id) if mine else offered_revision(session, actor, course_id)
    return {
        "course_id": course_id,
        "code": taken.code,
        "revision_id": taken.revision_id,
        "number": taken.number,
        "languages": taken.languages,
        "title": taken.title,
        "summary": taken.summary,
        "minutes": taken.minutes,
        "lessons": [_outlined(lesson, None) for lesson in taken.lessons],
        "exam": taken.exam,
        "enrollment": whole(session, mine, now) if mine else None,
    }


def get_learning(session: Session, actor: Actor, now: datetime) -> dict[str, Any]:
    """Everything the learning page needs: what goes on, what is asked of the caller, what is done, what is offered."""
    mine = select(Enrollment).where(_c.person_id == actor.learner_id)
    active = list(session.scalars(mine.where(_c.status == EnrollmentStatus.ACTIVE)))
    newest = mine.where(_c.status == EnrollmentStatus.COMPLETED).order_by(_c.created_at.desc()).limit(_LATEST)
    completed = list(session.scalars(newest))
    taken = revisions_of(session, [found.revision_id for found in (*active, *completed)])
    begun = sorted((e for e in active if e.last_seen_at), key=lambda e: e.last_seen_at or now, reverse=True)
    waiting = [e for e in active if not e.last_seen_at]
    required = [e for e in waiting if e.assigned_by is AssignedBy.RULE]
    required.sort(key=lambda e: (e.due_on or date.max, e.created_at))
    chosen = [e for e in waiting if e.assigned_by is AssignedBy.PERSON]
    offered = list_catalogue(session, actor, limit=100, cursor=None)["items"]
    known = {found.course_id for found in (*active, *completed)}
    return {
        "continuing": [shown(e, taken[e.revision_id]) for e in (*begun, *chosen)],
        "required": [shown(e, taken[e.revision_id]) for e in required],
        "completed": [shown(e, taken[e.revision_id]) for e in completed],
        "catalogue": [entry for entry in offered if entry["course_id"] not in known],
    }


def list_enrollments(
    session: Session,
    actor: Actor,
    now: datetime,
    *,
    limit: int,
    cursor: str | None,
    is_overdue: bool | None = None,
    **equal: Any,
) -> dict[str, Any]:
    """One page, the newest first; `equal` narrows it to a course, a partner, a person or a status."""
    conditions = [in_scope(actor, enrollments), *(_c[name] == value for name, value in equal.items())]
    if is_overdue:
        conditions += [_c.status == EnrollmentStatus.ACTIVE, _c.due_on < now.date()]
    order = [(_c.created_at, "desc"), (_c.enrollment_id, "desc")]
    rows, next_cursor = keyset.page(session, select(_c.enrollment_id).where(*conditions), order, limit, cursor)
    ids = [row.enrollment_id for row in rows]
    found = {e.enrollment_id: e for e in session.scalars(select(Enrollment).where(_c.enrollment_id.in_(ids)))}
    taken = revisions_of(session, [e.revision_id for e in found.values()])
    names = partner_names(session, [e.partner_id for e in found.values()])
    items = [shown(found[key], taken[found[key].revision_id], names) for key in ids]
    return {"items": items, "next_cursor": next_cursor}


def list_partner_progress(
    session: Session, actor: Actor, now: datetime, *, limit: int, cursor: str | None, course_id: UUID | None = None
) -> dict[str, Any]:
    """How far each partner's people are, by the partner's name."""
    actor.require_staff()
    of_course = and_(_c.partner_id.is_not(None), _c.course_id == course_id if course_id else true())
    rows, next_cursor = partner_page(session, select(_c.partner_id).where(of_course), limit, cursor)
    is_active = _c.status == EnrollmentStatus.ACTIVE
    statement = (
        select(
            _c.partner_id,
            func.count(func.distinct(_c.person_id)).label("learners"),
            func.count().filter(is_active).label("active"),
            func.count().filter(~is_active).label("completed"),
            func.count().filter(is_active, _c.due_on < now.date()).label("overdue"),
        )
        .where(of_course, _c.partner_id.in_([row.partner_id for row in rows]))
        .group_by(_c.partner_id)
    )
    counted = {row.partner_id: row._mapping for row in session.execute(statement)}
    items = [{**counted[row.partner_id], "partner_name": row.name} for row in rows]
    return {"items": items, "next_cursor": next_cursor}


def list_enrollment_rules(session: Session, actor: Actor) -> dict[str, Any]:
    """Every rule with the title of its course; there is one a course at most."""
    actor.require_staff()
    rules = session.execute(select(enrollment_rules)).all()
    titles = named(session, [rule.course_id for rule in rules])
    items = [{**titles[rule.course_id]._mapping, **rule._mapping} for rule in rules]
    return {"items": sorted(items, key=lambda item: str(item["code"]))}


def rules_in_force(session: Session) -> list[tuple[EnrollmentRule, Revision]]:
    """Rules of courses that can be begun, each with the revision to begin."""
    rules = session.scalars(select(EnrollmentRule).order_by(enrollment_rules.c.course_id)).all()
    current = current_revisions(session, [rule.course_id for rule in rules])
    return [(rule, current[rule.course_id]) for rule in rules if rule.course_id in current]


def rules_without_course(session: Session) -> list[EnrollmentRule]:
    """Rules that were settled and whose courses cannot be begun any more."""
    statement = select(EnrollmentRule).where(~enrollment_rules.c.is_pending)
    rules = session.scalars(statement.with_for_update(skip_locked=True)).all()
    current = current_revisions(session, [rule.course_id for rule in rules])
    return [rule for rule in rules if rule.course_id not in current]


def pending_rules(session: Session) -> list[tuple[EnrollmentRule, Revision]]:
    """Rules that may concern people who are not enrolled yet, locked for whoever applies them."""
    statement = select(EnrollmentRule).where(enrollment_rules.c.is_pending).order_by(enrollment_rules.c.course_id)
    rules = session.scalars(statement.with_for_update(skip_locked=True)).all()
    current = current_revisions(session, [rule.course_id for rule in rules])
    return [(rule, current[rule.course_id]) for rule in rules if rule.course_id in current]


def concerned(session: Session, rule: EnrollmentRule, limit: int, person_ids: Iterable[UUID] = ()) -> list[Learner]:
    """Whom the rule names and who never took the course."""
    named_ones = candidates(rule.roles, rule.partner_types)
    person_id = named_ones.selected_columns["person_id"]
    statement = named_ones.where(~exists().where(_c.course_id == rule.course_id, _c.person_id == person_id))
    if only := list(person_ids):
        statement = statement.where(person_id.in_(only))
    return list(session.scalars(statement.limit(limit)))


def shown(found: Enrollment, taken: Revision, names: dict[UUID, str] | None = None) -> dict[str, Any]:
    """An enrolment in a list."""
    fields = {column.name: getattr(found, column.name) for column in enrollments.columns}
    return {
        **fields,
        "progress": found.progress,
        "title": taken.title,
        "languages": taken.languages,
        "minutes": taken.minutes,
        "revision_number": taken.number,
        "partner_name": (names or {}).get(found.partner_id) if found.partner_id else None,
    }


def progress_of(session: Session, enrollment_id: UUID, lesson_id: str) -> Any:
    """What was done of one lesson, or None."""
    return _progress(session, enrollment_id).get(lesson_id)


def _own(session: Session, actor: Actor, enrollment_id: UUID) -> Enrollment:
    own = and_(with_id(enrollment_id), _c.person_id == actor.learner_id)
    found = session.scalars(select(Enrollment).where(own)).one_or_none()
    if found is None:
        raise errors.EnrollmentNotFound
    return found


def _progress(session: Session, enrollment_id: UUID) -> dict[str, Any]:
    rows = session.execute(select(lesson_progress).where(lesson_progress.c.enrollment_id == enrollment_id))
    return {row.lesson_id: row for row in rows}


def _outlined(lesson: Any, progress: Any) -> dict[str, Any]:
    return {
        "lesson_id": lesson.lesson_id,
        "kind": lesson.kind,
        "title": lesson.title,
        "minutes": lesson.minutes,
        "position": progress.position if progress else 0,
        "done_at": progress.done_at if progress else None,
    }
