"""An attempt at an exam: what was drawn, how long it runs, and how it is judged.

Owns the status machine and the clock of an attempt; refuses to know what a pass leads to.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import Final
from uuid import UUID

from services.enablement import errors
from services.enablement.courses.model import ExamTerms
from services.enablement.questions.model import Question

ON_ITS_WAY: Final = timedelta(seconds=5)  # what was sent in time may arrive a moment later


class AttemptStatus(StrEnum):
    RUNNING = "running"
    PASSED = "passed"
    FAILED = "failed"


class AttemptVerb(StrEnum):
    PASS = "pass"  # noqa: S105 - a verb
    FAIL = "fail"


TRANSITIONS: Final[Mapping[tuple[AttemptStatus, AttemptVerb], AttemptStatus]] = MappingProxyType(
    {
        (AttemptStatus.RUNNING, AttemptVerb.PASS): AttemptStatus.PASSED,
        (AttemptStatus.RUNNING, AttemptVerb.FAIL): AttemptStatus.FAILED,
    }
)


@dataclass(eq=False, kw_only=True)
class ExamAttempt:
    """One sitting. Its number in the enrolment is unique, so that pressing twice cannot use up two."""

    exam_attempt_id: UUID
    enrollment_id: UUID
    course_id: UUID
    revision_id: UUID
    person_id: UUID
    partner_id: UUID | None
    holder_name: str
    number: int
    questions_total: int
    pass_mark: int
    started_at: datetime
    ends_at: datetime | None
    status: AttemptStatus = AttemptStatus.RUNNING
    finished_at: datetime | None = None
    right_total: int | None = None
    score: int | None = None

    @property
    def is_running(self) -> bool:
        return self.status is AttemptStatus.RUNNING

    def is_over(self, now: datetime) -> bool:
        """Whether its time has run out."""
        return self.ends_at is not None and now > self.ends_at + ON_ITS_WAY

    def seconds_left(self, now: datetime) -> int | None:
        if self.ends_at is None or not self.is_running:
            return None
        return max(0, int((self.ends_at - now).total_seconds()))

    def require_open(self, now: datetime) -> None:
        """Refuse an answer to what was handed in, or that comes too late."""
        if not self.is_running:
            raise errors.ExamClosed
        if self.is_over(now):
            raise errors.ExamTimeOver

    def judge(self, now: datetime, right_total: int) -> bool:
        """Count and close; a score is rounded down, so that it never looks like a pass that it is not."""
        self.right_total, self.finished_at = right_total, now
        self.score = 100 * right_total // self.questions_total
        passed = 100 * right_total >= self.pass_mark * self.questions_total
        self._move(AttemptVerb.PASS if passed else AttemptVerb.FAIL)
        return passed

    def _move(self, verb: AttemptVerb) -> None:
        target = TRANSITIONS.get((self.status, verb))
        if target is None:
            raise errors.ExamClosed
        self.status = target


@dataclass(eq=False, kw_only=True)
class ExamAnswer:
    """A drawn question in its place, and what was answered so far."""

    exam_attempt_id: UUID
    position: int
    question_id: UUID
    answer: list[str] | None = None
    answered_at: datetime | None = None
    is_right: bool | None = None


def how_many(terms: ExamTerms, bank: Sequence[object]) -> int:
    return min(terms.draw or len(bank), len(bank))


def judged(answers: Sequence[ExamAnswer], questions: Mapping[UUID, Question]) -> int:
    """Mark every answer; the number of right ones."""
    for found in answers:
        found.is_right = questions[found.question_id].is_right(found.answer)
    return sum(bool(found.is_right) for found in answers)
