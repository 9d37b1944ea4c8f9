"""An enrolment: one person on one revision of a course, from the first lesson to the completion."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from uuid import UUID

from services.enablement import errors
from services.enablement.courses.model import ExamTerms
from services.enablement.enrollments.events import CourseCompleted, EnrollmentCreated
from services.enablement.people.model import Group


class EnrollmentStatus(StrEnum):
    ACTIVE = "active"
    COMPLETED = "completed"


class AssignedBy(StrEnum):
    PERSON = "person"
    RULE = "rule"


@dataclass(eq=False, kw_only=True)
class Enrollment:
    """Keeps the revision it began with, and what its exams left behind, because that decides what comes next."""

    enrollment_id: UUID
    course_id: UUID
    course_code: str
    revision_id: UUID
    person_id: UUID
    partner_id: UUID | None
    assigned_by: AssignedBy
    created_at: datetime
    lessons_total: int
    has_exam: bool
    due_on: date | None = None
    status: EnrollmentStatus = EnrollmentStatus.ACTIVE
    lessons_done: int = 0
    last_lesson_id: str | None = None
    last_seen_at: datetime | None = None
    attempts_used: int = 0
    running_attempt_id: UUID | None = None
    next_attempt_at: datetime | None = None
    best_score: int | None = None
    exam_passed_at: datetime | None = None
    completed_at: datetime | None = None

    @property
    def progress(self) -> int:
        """Steps done in percent; the exam is one step."""
        steps = self.lessons_total + self.has_exam
        done = self.lessons_done + (self.exam_passed_at is not None)
        return 100 * done // steps

    @property
    def lessons_are_done(self) -> bool:
        return self.lessons_done >= self.lessons_total

    def created(self) -> EnrollmentCreated:
        return EnrollmentCreated(
            enrollment_id=self.enrollment_id,
            course_id=self.course_id,
            course_code=self.course_code,
            person_id=self.person_id,
            partner_id=self.partner_id,
            assigned_by=self.assigned_by,
            due_on=self.due_on,
            created_at=self.created_at,
        )

    def look_at(self, lesson_id: str, now: datetime) -> None:
        """Where to go on, on whatever device."""
        self.last_lesson_id, self.last_seen_at = lesson_id, now

    def finish_lesson(self, now: datetime) -> list[CourseCompleted]:
        """One lesson more is done; the last one may complete the course."""
        self.lessons_done += 1
        return self._complete_if_done(now)

    def attempts_left(self, terms: ExamTerms, now: datetime) -> int:
        """How many may be begun before the next pause; during a pause none."""
        if self.exam_passed_at is not None:
            return 0
        used = self.attempts_used % terms.attempts
        pauses = self.next_attempt_at is not None and now < self.next_attempt_at
        return 0 if used == 0 and pauses else terms.attempts - used

    def require_attempt(self, terms: ExamTerms, now: datetime) -> None:
        """Refuse an attempt that may not be begun now."""
        if self.exam_passed_at is not None:
            raise errors.ExamPassed
        if not self.lessons_are_done:
            raise errors.LessonsUndone(left=self.lessons_total - self.lessons_done)
        if self.attempts_left(terms, now) == 0 and self.next_attempt_at is not None:
            raise errors.CoolingDown(next_attempt_at=self.next_attempt_at.isoformat())

    def begin_attempt(self, exam_attempt_id: UUID, now: datetime) -> None:
        self.running_attempt_id, self.last_seen_at = exam_attempt_id, now

    def end_attempt(self, terms: ExamTerms, now: datetime, *, score: int, passed: bool) -> list[CourseCompleted]:
        """An attempt was judged; the last of a round begins the pause, a passed one may complete the course."""
        self.running_attempt_id = None
        self.attempts_used += 1
        self.best_score = max(score, self.best_score or 0)
        if not passed:
            rests = self.attempts_used % terms.attempts == 0
            self.next_attempt_at = now + timedelta(days=terms.cool_down_days) if rests else None
            return []
        self.exam_passed_at, self.next_attempt_at = now, None
        return self._complete_if_done(now)

    def extend(self, due_on: date | None) -> None:
        if self.status is EnrollmentStatus.COMPLETED:
            raise errors.EnrollmentCompleted
        self.due_on = due_on

    def _complete_if_done(self, now: datetime) -> list[CourseCompleted]:
        is_open = self.has_exam and self.exam_passed_at is None
        if is_open or not self.lessons_are_done or self.status is EnrollmentStatus.COMPLETED:
            return []
        self.status, self.completed_at = EnrollmentStatus.COMPLETED, now
        return [
            CourseCompleted(
                enrollment_id=self.enrollment_id,
                course_id=self.course_id,
                course_code=self.course_code,
                person_id=self.person_id,
                partner_id=self.partner_id,
                completed_at=now,
                score=self.best_score,
            )
        ]


@dataclass(eq=False, kw_only=True)
class EnrollmentRule:
    """Who takes a course without asking for it; `is_pending` until everybody it concerns was enrolled."""

    course_id: UUID
    roles: list[str]
    partner_types: list[str]
    due_days: int | None
    set_by: str
    set_at: datetime
    is_pending: bool = True

    @property
    def group(self) -> Group:
        return Group.of(self.roles, self.partner_types)

    def due_on(self, today: date) -> date | None:
        return today + timedelta(days=self.due_days) if self.due_days is not None else None
