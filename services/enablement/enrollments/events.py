"""Facts about learning. They carry ids of people, never names."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar
from uuid import UUID


@dataclass(frozen=True, kw_only=True)
class EnrollmentFact:
    """Who takes which course; what every event about an enrolment carries."""

    TYPE: ClassVar[str]
    SUBJECT: ClassVar[str] = "enrollment"
    EXTENSIONS: ClassVar[dict[str, str]] = {"partnerid": "partner_id"}

    enrollment_id: UUID
    course_id: UUID
    course_code: str
    person_id: UUID
    partner_id: UUID | None


@dataclass(frozen=True, kw_only=True)
class EnrollmentCreated(EnrollmentFact):
    """A person takes a course from now on, by their own choice or by rule."""

    TYPE: ClassVar[str] = "enrollment.created.v1"

    assigned_by: str
    due_on: date | None
    created_at: datetime


@dataclass(frozen=True, kw_only=True)
class CourseCompleted(EnrollmentFact):
    """All lessons are done and the exam, where there is one, is passed."""

    TYPE: ClassVar[str] = "course.completed.v1"

    completed_at: datetime
    score: int | None
