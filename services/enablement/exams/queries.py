"""Reading attempts. Until an attempt is judged, no right answer leaves this file; afterwards only a pass shows them."""

from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, Float, Row, and_, case, cast, func, select
from sqlalchemy.orm import Session

from chassis import keyset
from services.enablement import errors
from services.enablement.courses.queries import get_course
from services.enablement.exams.model import ON_ITS_WAY, AttemptStatus, ExamAnswer, ExamAttempt
from services.enablement.exams.tables import exam_answers, exam_attempts
from services.enablement.people.model import Actor
from services.enablement.people.queries import in_scope
from services.enablement.questions.model import CHOOSING, Option, Question
from services.enablement.questions.queries import bank
from services.enablement.revisions.queries import questions_at, revision

_c, _a = exam_attempts.c, exam_answers.c
ENOUGH: Final = 10  # fewer answers say nothing about an item
_HARD, _EASY, _WEAK = 0.2, 0.95, 0.1


def attempt_for_change(session: Session, exam_attempt_id: UUID) -> ExamAttempt:
    statement = select(ExamAttempt).where(_c.exam_attempt_id == exam_attempt_id).with_for_update(key_share=True)
    return session.scalars(statement.execution_options(populate_existing=True)).one()


def own_attempt(session: Session, actor: Actor, exam_attempt_id: UUID) -> ExamAttempt:
    """Only whoever sits an exam answers it."""
    own = and_(_c.exam_attempt_id == exam_attempt_id, _c.person_id == actor.learner_id)
    return _one(session, own)


def attempt_at(session: Session, enrollment_id: UUID, number: int) -> ExamAttempt | None:
    statement = select(ExamAttempt).where(_c.enrollment_id == enrollment_id, _c.number == number)
    return session.scalars(statement).one_or_none()


def attempts_over(session: Session, now: datetime, limit: int) -> list[UUID]:
    """Running attempts whose time is over, the longest over first."""
    over = (_c.status == AttemptStatus.RUNNING, _c.ends_at < now - ON_ITS_WAY)
    return list(session.scalars(select(_c.exam_attempt_id).where(*over).order_by(_c.ends_at).limit(limit)))


def answers_of(session: Session, exam_attempt_id: UUID) -> list[ExamAnswer]:
    statement = select(ExamAnswer).where(_a.exam_attempt_id == exam_attempt_id).order_by(_a.position)
    return list(session.scalars(statement))


def answer_to(session: Session, exam_attempt_id: UUID, question_id: UUID) -> ExamAnswer:
    drawn = (_a.exam_attempt_id == exam_attempt_id, _a.question_id == question_id)
    found = session.scalars(select(ExamAnswer).where(*drawn)).one_or_none()
    if found is None:
        raise errors.QuestionNotFound
    return found


def get_exam_attempt(session: Session, actor: Actor, now: datetime, *, exam_attempt_id: UUID) -> dict[str, Any]:
    return shown(
        session, _one(session, and_(_c.exam_attempt_id == exam_attempt_id, in_scope(actor, exam_attempts))), now
    )


def shown(session: Session, attempt: ExamAttempt, now: datetime) -> dict[str, Any]:
    """The attempt with its questions in their places, without what is not to be told yet."""
    answers = answers_of(session, attempt.exam_attempt_id)
    questions = questions_at(session, attempt.revision_id, [found.question_id for found in answers])
    taken = revision(session, attempt.revision_id)
    return {
        **{column.name: getattr(attempt, column.name) for column in exam_attempts.columns},
        "title": taken.title,
        "languages": taken.languages,
        "seconds_left": attempt.seconds_left(now),
        "is_over": attempt.is_running and attempt.is_over(now),
        "answered_total": sum(questions[found.question_id].is_complete(found.answer) for found in answers),
        "questions": [_asked(attempt, found, questions[found.question_id]) for found in answers],
    }


def list_exam_attempts(
    session: Session, actor: Actor, *, limit: int, cursor: str | None, **equal: Any
) -> dict[str, Any]:
    """One page of attempts without their questions, the newest first."""
    statement = select(exam_attempts).where(
        in_scope(actor, exam_attempts), *(_c[name] == value for name, value in equal.items())
    )
    order = [(_c.started_at, "desc"), (_c.exam_attempt_id, "desc")]
    rows, next_cursor = keyset.page(session, statement, order, limit, cursor)
    return {"items": rows, "next_cursor": next_cursor}


def get_item_statistics(session: Session, actor: Actor, *, course_id: UUID) -> dict[str, Any]:
    """What the answers of judged attempts tell of each question in the bank."""
    get_course(session, actor, course_id=course_id)
    counted = {row.question_id: row for row in _counted(session, course_id)}
    chosen = _chosen(session, course_id)
    finished = (_c.course_id == course_id, _c.status != AttemptStatus.RUNNING)
    summary = session.execute(
        select(
            func.count().label("attempts"),
            func.count().filter(_c.status == AttemptStatus.PASSED).label("passed"),
            cast(func.avg(_c.score), Float).label("average_score"),
        ).where(*finished)
    ).one()
    items = [_item(question, counted.get(question.question_id), chosen) for question in bank(session, course_id)]
    return {**summary._mapping, "items": items}


def _one(session: Session, condition: ColumnElement[bool]) -> ExamAttempt:
    found = session.scalars(select(ExamAttempt).where(condition)).one_or_none()
    if found is None:
        raise errors.ExamAttemptNotFound
    return found


def _asked(attempt: ExamAttempt, found: ExamAnswer, question: Question) -> dict[str, Any]:
    options, targets = question.shuffled(str(attempt.exam_attempt_id))
    asked = {
        "question_id": question.question_id,
        "position": found.position,
        "kind": question.kind,
        "prompt": question.prompt,
        "options": options,
        "targets": targets,
        "answer": found.answer,
        "answered_at": found.answered_at,
        "is_complete": question.is_complete(found.answer),
        "is_right": None,
        "explanation": {},
        "lesson_id": None,
        "correct": None,
    }
    if attempt.is_running:
        return asked
    told = {"is_right": found.is_right, "explanation": question.explanation, "lesson_id": question.lesson_id}
    return {**asked, **told, "correct": list(question.correct) if attempt.status is AttemptStatus.PASSED else None}


def _counted(session: Session, course_id: UUID) -> list[Row[Any]]:
    """Asked, answered, right, and how well being right goes with the rest of the attempt."""
    right = case((_a.is_right, 1), else_=0)
    statement = (
        select(
            _a.question_id,
            func.count().label("asked"),
            func.count(_a.answer).label("answered"),
            func.sum(right).label("right"),
            func.corr(right, _c.right_total - right).label("discrimination"),
        )
        .join(exam_attempts, _c.exam_attempt_id == _a.exam_attempt_id)
        .where(_c.course_id == course_id, _c.status != AttemptStatus.RUNNING)
        .group_by(_a.question_id)
    )
    return list(session.execute(statement))


def _chosen(session: Session, course_id: UUID) -> dict[tuple[UUID, str], int]:
    """How often each option was part of an answer."""
    part = func.unnest(_a.answer).label("part")
    parts = (
        select(_a.question_id, part)
        .join(exam_attempts, _c.exam_attempt_id == _a.exam_attempt_id)
        .where(_c.course_id == course_id, _c.status != AttemptStatus.RUNNING)
        .subquery()
    )
    p = parts.c
    statement = select(p.question_id, p.part, func.count().label("times")).group_by(p.question_id, p.part)
    return {(row.question_id, row.part): row.times for row in session.execute(statement)}


def _item(question: Question, row: Any, chosen: dict[tuple[UUID, str], int]) -> dict[str, Any]:
    asked = row.asked if row else 0
    difficulty = row.right / asked if asked else None
    discrimination = row.discrimination if row else None
    options = question.options if question.kind in CHOOSING else ()
    return {
        "question_id": question.question_id,
        "kind": question.kind,
        "prompt": question.prompt,
        "asked": asked,
        "answered": row.answered if row else 0,
        "right": row.right if row else 0,
        "difficulty": difficulty,
        "discrimination": discrimination,
        "findings": list(_findings(asked, difficulty, discrimination)),
        "choices": [_choice(question, option, chosen) for option in options],
    }


def _choice(question: Question, option: Option, chosen: dict[tuple[UUID, str], int]) -> dict[str, Any]:
    return {
        "text": option.text,
        "is_correct": option.option_id in question.correct,
        "times": chosen.get((question.question_id, option.option_id), 0),
    }


def _findings(asked: int, difficulty: float | None, discrimination: float | None) -> list[str]:
    """What an author should look at; nothing is said of too few answers."""
    if asked < ENOUGH or difficulty is None:
        return []
    found = {"too_hard": difficulty < _HARD, "too_easy": difficulty > _EASY}
    found["does_not_separate"] = discrimination is not None and discrimination < _WEAK
    return [name for name, holds in found.items() if holds]
