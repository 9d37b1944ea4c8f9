"""Facts about exams. That one was passed is told by the course that it completes."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar
from uuid import UUID


@dataclass(frozen=True, kw_only=True)
class ExamFailed:
    """An attempt was handed in, or its time ran out, below the pass mark."""

    TYPE: ClassVar[str] = "exam.failed.v1"
    SUBJECT: ClassVar[str] = "exam_attempt"
    EXTENSIONS: ClassVar[dict[str, str]] = {"partnerid": "partner_id"}

    exam_attempt_id: UUID
    enrollment_id: UUID
    course_id: UUID
    course_code: str
    person_id: UUID
    partner_id: UUID | None
    score: int
    attempts_left: int
    next_attempt_at: datetime | None
    failed_at: datetime
