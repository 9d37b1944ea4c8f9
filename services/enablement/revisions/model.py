"""A revision: a course as it was published, for good."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from services.enablement import errors
from services.enablement.courses.model import ExamTerms, Lesson


@dataclass(eq=False, kw_only=True)
class Revision:
    """What a learner follows from the first lesson to the last, whatever authors change meanwhile."""

    revision_id: UUID
    course_id: UUID
    number: int
    code: str
    languages: list[str]
    title: Mapping[str, str]
    summary: Mapping[str, str]
    lessons: list[Lesson]
    exam: ExamTerms | None
    published_at: datetime
    published_by: str

    @property
    def minutes(self) -> int:
        return sum(lesson.minutes for lesson in self.lessons)

    def lesson(self, lesson_id: str) -> Lesson:
        found = next((lesson for lesson in self.lessons if lesson.lesson_id == lesson_id), None)
        if found is None:
            raise errors.LessonNotFound
        return found
