"""What moves an enrolment on: beginning by choice or by rule, lessons, the end of an exam, completion."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from chassis.database import uuid7
from chassis.outbox import record
from services.enablement.certificates.use_cases import award_for_completion
from services.enablement.courses.queries import course
from services.enablement.enrollments import queries
from services.enablement.enrollments.events import CourseCompleted
from services.enablement.enrollments.model import AssignedBy, Enrollment, EnrollmentRule, EnrollmentStatus
from services.enablement.enrollments.tables import enrollment_rules, enrollments, lesson_progress
from services.enablement.people.model import Actor, Learner
from services.enablement.revisions.model import Revision
from services.enablement.revisions.queries import offered_revision, revision

BATCH = 200


def enroll_in_course(session: Session, actor: Actor, now: datetime, *, course_id: UUID) -> dict[str, Any]:
    """Begin a course; whoever takes it already goes on with what they have."""
    taken = offered_revision(session, actor, course_id)
    mine = _new(taken, actor.learner_id, actor.partner_id, now)
    if _insert(session, mine):
        record(session, [mine.created()])
    active = (enrollments.c.course_id == course_id) & (enrollments.c.person_id == actor.learner_id)
    found = queries.enrollment_for_change(session, active & (enrollments.c.status == EnrollmentStatus.ACTIVE))
    return queries.whole(session, found, now)


def record_progress(
    session: Session,
    actor: Actor,
    now: datetime,
    *,
    enrollment_id: UUID,
    lesson_id: UUID,
    position: int | None = None,
    is_done: bool | None = None,
) -> dict[str, Any]:
    """Remember the place in a lesson, or that it is done; done stays done, however often it is said."""
    found = queries.own_enrollment(session, actor, enrollment_id)
    lesson = revision(session, found.revision_id).lesson(str(lesson_id))
    found.look_at(lesson.lesson_id, now)
    before = queries.progress_of(session, enrollment_id, lesson.lesson_id)
    was_done = before is not None and before.done_at is not None
    _keep_progress(
        session,
        enrollment_id=enrollment_id,
        lesson_id=lesson.lesson_id,
        position=position if position is not None else (before.position if before else 0),
        seen_at=now,
        done_at=before.done_at if was_done else (now if is_done else None),
    )
    if is_done and not was_done:
        settle(session, actor.name, now, found, found.finish_lesson(now))
    session.flush()
    return queries.whole(session, found, now)


def settle(
    session: Session, holder_name: str, now: datetime, found: Enrollment, completed: list[CourseCompleted]
) -> None:
    """A completed course may award certificates; all of it is one transaction."""
    record(session, completed)
    if completed:
        awarded = award_for_completion(
            session,
            person_id=found.person_id,
            partner_id=found.partner_id,
            holder_name=holder_name,
            course_id=found.course_id,
            enrollment_id=found.enrollment_id,
            now=now,
        )
        record(session, awarded)


def extend_enrollment(
    session: Session, actor: Actor, now: datetime, *, enrollment_id: UUID, due_on: date | None
) -> dict[str, Any]:
    """Another day until which the course is to be completed, or none."""
    actor.require_staff()
    found = queries.enrollment_for_change(session, enrollments.c.enrollment_id == enrollment_id)
    found.extend(due_on)
    session.flush()
    return queries.whole(session, found, now)


def set_enrollment_rule(
    session: Session,
    actor: Actor,
    now: datetime,
    *,
    course_id: UUID,
    roles: list[str],
    partner_types: list[str],
    due_days: int | None,
) -> EnrollmentRule:
    """Who takes a course without asking for it. The worker enrols whoever is here; newcomers follow as they come."""
    actor.require_staff()
    course(session, course_id)
    rule = EnrollmentRule(
        course_id=course_id,
        roles=roles,
        partner_types=partner_types,
        due_days=due_days,
        set_by=actor.actor.partition(":")[2],
        set_at=now,
    )
    return session.merge(rule)


def remove_enrollment_rule(session: Session, actor: Actor, *, course_id: UUID) -> None:
    """Enrol nobody else by rule; whoever was enrolled stays."""
    actor.require_staff()
    course(session, course_id)
    session.execute(delete(enrollment_rules).where(enrollment_rules.c.course_id == course_id))


def apply_rule(session: Session, now: datetime, rule: EnrollmentRule, taken: Revision) -> int:
    """Enrol some of those whom a rule concerns; it is settled when nobody is left."""
    people = queries.concerned(session, rule, BATCH)
    for person in people:
        _enroll_by_rule(session, now, rule, taken, person)
    rule.is_pending = len(people) == BATCH
    return len(people)


def rest_rules(session: Session) -> None:
    """Rules of retired courses wait, so that whoever comes meanwhile is enrolled when one is published again."""
    for rule in queries.rules_without_course(session):
        rule.is_pending = True


def apply_rules_to(session: Session, now: datetime, person_ids: Iterable[UUID]) -> None:
    """Somebody came or changed: enrol them in what the rules ask of them now."""
    if not (wanted := list(person_ids)):
        return
    for rule, taken in queries.rules_in_force(session):
        for person in queries.concerned(session, rule, len(wanted), wanted):
            _enroll_by_rule(session, now, rule, taken, person)


def _enroll_by_rule(session: Session, now: datetime, rule: EnrollmentRule, taken: Revision, person: Learner) -> None:
    made = _new(taken, person.person_id, person.partner_id, now)
    made.assigned_by, made.due_on = AssignedBy.RULE, rule.due_on(now.date())
    if _insert(session, made):
        record(session, [made.created()])


def _new(taken: Revision, person_id: UUID, partner_id: UUID | None, now: datetime) -> Enrollment:
    return Enrollment(
        enrollment_id=uuid7(),
        course_id=taken.course_id,
        course_code=taken.code,
        revision_id=taken.revision_id,
        person_id=person_id,
        partner_id=partner_id,
        assigned_by=AssignedBy.PERSON,
        created_at=now,
        lessons_total=len(taken.lessons),
        has_exam=taken.exam is not None,
    )


def _insert(session: Session, made: Enrollment) -> bool:
    """The database decides which of two at once is the one."""
    row = {column.name: getattr(made, column.name) for column in enrollments.columns}
    statement = insert(enrollments).values(row).on_conflict_do_nothing().returning(enrollments.c.enrollment_id)
    return session.execute(statement).first() is not None


def _keep_progress(session: Session, **row: Any) -> None:
    p = lesson_progress.c
    changed = {name: row[name] for name in ("position", "seen_at", "done_at")}
    statement = insert(lesson_progress).values(row)
    session.execute(statement.on_conflict_do_update(index_elements=[p.enrollment_id, p.lesson_id], set_=changed))
