"""Sitting an exam: begin, answer, hand in; and closing what nobody handed in."""

from datetime import datetime, timedelta
from random import SystemRandom
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from chassis.database import uuid7
from chassis.outbox import record
from services.enablement import errors
from services.enablement.courses.model import ExamTerms
from services.enablement.enrollments.model import Enrollment
from services.enablement.enrollments.queries import enrollment_for_change, own_enrollment, with_id
from services.enablement.enrollments.use_cases import settle
from services.enablement.exams import queries
from services.enablement.exams.events import ExamFailed
from services.enablement.exams.model import ExamAnswer, ExamAttempt, how_many, judged
from services.enablement.people.model import Actor
from services.enablement.revisions.queries import bank_of, questions_at, revision


def start_exam_attempt(
    session: Session, actor: Actor, now: datetime, *, enrollment_id: UUID, number: int | None = None
) -> dict[str, Any]:
    """The running attempt, the one of this number, or a new one: a second press begins nothing."""
    enrollment = own_enrollment(session, actor, enrollment_id)
    terms = revision(session, enrollment.revision_id).exam
    if terms is None:
        raise errors.NoExam
    found = _present(session, enrollment, number, now)
    if found is None:
        enrollment.require_attempt(terms, now)
        found = _begin(session, actor, enrollment, terms, now)
    return queries.shown(session, found, now)


def save_answer(
    session: Session, actor: Actor, now: datetime, *, exam_attempt_id: UUID, question_id: UUID, answer: list[str]
) -> dict[str, Any]:
    """Keep an answer, now; the attempt is locked, so that it is not judged meanwhile."""
    queries.own_attempt(session, actor, exam_attempt_id)
    attempt = queries.attempt_for_change(session, exam_attempt_id)
    attempt.require_open(now)
    found = queries.answer_to(session, exam_attempt_id, question_id)
    question = questions_at(session, attempt.revision_id, [question_id])[question_id]
    found.answer = question.accept(answer) or None
    found.answered_at = now if found.answer else None
    session.flush()
    return queries.shown(session, attempt, now)


def submit_exam_attempt(session: Session, actor: Actor, now: datetime, *, exam_attempt_id: UUID) -> dict[str, Any]:
    """Hand in; a second time shows the same result."""
    queries.own_attempt(session, actor, exam_attempt_id)
    return queries.shown(session, close(session, exam_attempt_id, now), now)


def close(session: Session, exam_attempt_id: UUID, now: datetime) -> ExamAttempt:
    """Judge what was saved. The enrolment is locked before the attempt, as whoever begins one does."""
    attempt = session.get_one(ExamAttempt, exam_attempt_id)
    enrollment = enrollment_for_change(session, with_id(attempt.enrollment_id))
    attempt = queries.attempt_for_change(session, exam_attempt_id)
    if not attempt.is_running:
        return attempt
    answers = queries.answers_of(session, exam_attempt_id)
    questions = questions_at(session, attempt.revision_id, [found.question_id for found in answers])
    passed = attempt.judge(now, judged(answers, questions))
    terms = revision(session, attempt.revision_id).exam or ExamTerms()
    completed = enrollment.end_attempt(terms, now, score=attempt.score or 0, passed=passed)
    if not passed:
        record(session, [_failed(attempt, enrollment, terms, now)])
    settle(session, attempt.holder_name, now, enrollment, completed)
    session.flush()
    return attempt


def _present(session: Session, enrollment: Enrollment, number: int | None, now: datetime) -> ExamAttempt | None:
    """What there is instead of a new attempt; a running one whose time is over is judged first."""
    if enrollment.running_attempt_id is not None:
        running = session.get_one(ExamAttempt, enrollment.running_attempt_id)
        return close(session, running.exam_attempt_id, now) if running.is_over(now) else running
    return queries.attempt_at(session, enrollment.enrollment_id, number) if number is not None else None


def _begin(session: Session, actor: Actor, enrollment: Enrollment, terms: ExamTerms, now: datetime) -> ExamAttempt:
    bank = list(bank_of(session, enrollment.revision_id))
    drawn = SystemRandom().sample(bank, how_many(terms, bank))
    limit = timedelta(minutes=terms.time_limit_minutes) if terms.time_limit_minutes else None
    attempt = ExamAttempt(
        exam_attempt_id=uuid7(),
        enrollment_id=enrollment.enrollment_id,
        course_id=enrollment.course_id,
        revision_id=enrollment.revision_id,
        person_id=enrollment.person_id,
        partner_id=enrollment.partner_id,
        holder_name=actor.name,
        number=enrollment.attempts_used + 1,
        questions_total=len(drawn),
        pass_mark=terms.pass_mark,
        started_at=now,
        ends_at=now + limit if limit else None,
    )
    session.add(attempt)
    session.flush()
    session.add_all(
        ExamAnswer(exam_attempt_id=attempt.exam_attempt_id, position=place, question_id=question_id)
        for place, question_id in enumerate(drawn, start=1)
    )
    enrollment.begin_attempt(attempt.exam_attempt_id, now)
    session.flush()
    return attempt


def _failed(attempt: ExamAttempt, enrollment: Enrollment, terms: ExamTerms, now: datetime) -> ExamFailed:
    return ExamFailed(
        exam_attempt_id=attempt.exam_attempt_id,
        enrollment_id=enrollment.enrollment_id,
        course_id=enrollment.course_id,
        course_code=enrollment.course_code,
        person_id=enrollment.person_id,
        partner_id=enrollment.partner_id,
        score=attempt.score or 0,
        attempts_left=enrollment.attempts_left(terms, now),
        next_attempt_at=enrollment.next_attempt_at,
        failed_at=now,
    )
