"""A course as its author keeps it: texts by language, lessons in order, terms of the exam, and whom it is for.

Owns the draft and the status machine; refuses to know what learners do with a published revision.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Any, Final
from uuid import UUID

from services.enablement import errors
from services.enablement.people.model import Group

LANGUAGES: Final = ("en", "es")
Texts = Mapping[str, str]


class CourseStatus(StrEnum):
    DRAFT = "draft"
    PUBLISHED = "published"
    RETIRED = "retired"


class CourseVerb(StrEnum):
    PUBLISH = "publish"
    RETIRE = "retire"


TRANSITIONS: Final[Mapping[tuple[CourseStatus, CourseVerb], CourseStatus]] = MappingProxyType(
    {
        (CourseStatus.DRAFT, CourseVerb.PUBLISH): CourseStatus.PUBLISHED,
        (CourseStatus.PUBLISHED, CourseVerb.PUBLISH): CourseStatus.PUBLISHED,
        (CourseStatus.RETIRED, CourseVerb.PUBLISH): CourseStatus.PUBLISHED,
        (CourseStatus.DRAFT, CourseVerb.RETIRE): CourseStatus.RETIRED,
        (CourseStatus.PUBLISHED, CourseVerb.RETIRE): CourseStatus.RETIRED,
    }
)


class LessonKind(StrEnum):
    TEXT = "text"
    FILE = "file"
    VIDEO = "video"
    LINK = "link"


@dataclass(frozen=True, kw_only=True)
class FileRef:
    """A claimed upload: which bytes, and how they are offered."""

    upload_id: str
    filename: str
    media_type: str
    size: int

    @property
    def blob_key(self) -> str:
        return f"uploads/enablement/{self.upload_id}"


@dataclass(frozen=True, kw_only=True)
class Lesson:
    """One step of a course; `captions` belong to a video, by language."""

    lesson_id: str
    kind: LessonKind
    title: Texts
    body: Texts = field(default_factory=dict)
    minutes: int = 5
    url: str | None = None
    file: FileRef | None = None
    captions: Mapping[str, FileRef] = field(default_factory=dict)

    def lacks(self, languages: list[str]) -> Iterator[str]:
        """What keeps this lesson from being published."""
        for language in languages:
            if not self.title.get(language):
                yield f"title.{language}"
            if self.kind is LessonKind.TEXT and not self.body.get(language):
                yield f"body.{language}"
            if self.kind is LessonKind.VIDEO and self.file and language not in self.captions:
                yield f"captions.{language}"
        if self.kind in (LessonKind.FILE, LessonKind.VIDEO) and self.file is None:
            yield "file"
        if self.kind is LessonKind.LINK and not self.url:
            yield "url"

    @classmethod
    def of(cls, stored: Mapping[str, Any]) -> "Lesson":
        """From its JSON document."""
        file, captions = stored.get("file"), stored.get("captions") or {}
        return cls(
            **{
                **stored,
                "kind": LessonKind(stored["kind"]),
                "file": FileRef(**file) if file else None,
                "captions": {language: FileRef(**found) for language, found in captions.items()},
            }
        )


@dataclass(frozen=True, kw_only=True)
class ExamTerms:
    """How the exam is held; `draw` None asks every question of the bank."""

    draw: int | None = None
    pass_mark: int = 80
    time_limit_minutes: int | None = None
    attempts: int = 2
    cool_down_days: int = 20


@dataclass(eq=False, kw_only=True)
class Course:
    """What authors change freely; learners see the revision that was published."""

    course_id: UUID
    code: str
    languages: list[str]
    title: Texts
    summary: Texts
    roles: list[str]
    partner_types: list[str]
    created_at: datetime
    changed_at: datetime
    lessons: list[Lesson] = field(default_factory=list)
    exam: ExamTerms | None = None
    status: CourseStatus = CourseStatus.DRAFT
    current_revision_id: UUID | None = None
    revision_number: int = 0
    published_at: datetime | None = None
    version: int = 1

    @property
    def audience(self) -> Group:
        return Group.of(self.roles, self.partner_types)

    @property
    def has_unpublished_changes(self) -> bool:
        return self.published_at is None or self.changed_at > self.published_at

    @property
    def minutes(self) -> int:
        return sum(lesson.minutes for lesson in self.lessons)

    def edit(self, now: datetime, **attributes: Any) -> None:
        for name, value in attributes.items():
            setattr(self, name, value)
        self.touch(now)

    def touch(self, now: datetime) -> None:
        """Something that will be part of the next revision changed."""
        self.changed_at = now

    def add_lesson(self, now: datetime, lesson: Lesson) -> None:
        self.lessons = [*self.lessons, lesson]
        self.touch(now)

    def change_lesson(self, now: datetime, lesson_id: str, **attributes: Any) -> Lesson:
        """Replace some of a lesson; what does not belong to its kind is refused."""
        lesson = self.lesson(lesson_id)
        if attributes.get("url") and lesson.kind is not LessonKind.LINK:
            raise errors.LessonKindFixed(kind=lesson.kind)
        changed = replace(lesson, **attributes)
        self.lessons = [changed if found.lesson_id == lesson_id else found for found in self.lessons]
        self.touch(now)
        return changed

    def move_lesson(self, now: datetime, lesson_id: str, position: int) -> None:
        """To a place counted from 1; beyond the end is the end."""
        moved = self.lesson(lesson_id)
        others = [found for found in self.lessons if found.lesson_id != lesson_id]
        others.insert(position - 1, moved)
        self.lessons = others
        self.touch(now)

    def remove_lesson(self, now: datetime, lesson_id: str) -> None:
        gone = self.lesson(lesson_id)
        self.lessons = [found for found in self.lessons if found is not gone]
        self.touch(now)

    def attach(self, now: datetime, lesson_id: str, file: FileRef, captions_language: str | None) -> None:
        """A file or video gets its bytes, or a video its captions in one language."""
        lesson = self.lesson(lesson_id)
        fitting = (LessonKind.VIDEO,) if captions_language else (LessonKind.FILE, LessonKind.VIDEO)
        if lesson.kind not in fitting:
            raise errors.LessonKindFixed(kind=lesson.kind)
        if captions_language:
            self.change_lesson(now, lesson_id, captions={**lesson.captions, captions_language: file})
        else:
            self.change_lesson(now, lesson_id, file=file)

    def lesson(self, lesson_id: str) -> Lesson:
        found = next((lesson for lesson in self.lessons if lesson.lesson_id == lesson_id), None)
        if found is None:
            raise errors.LessonNotFound
        return found

    def publish(self, now: datetime, revision_id: UUID, questions: int, flaws: Iterable[str] = ()) -> None:
        """The draft becomes the revision that learners begin from now on; `flaws` are those of its bank."""
        if missing := [*self.lacks(questions), *flaws]:
            raise errors.CourseIncomplete(missing=missing)
        self._move(CourseVerb.PUBLISH)
        self.current_revision_id, self.published_at = revision_id, now
        self.revision_number += 1

    def retire(self) -> None:
        """Nobody begins it any more; whoever began finishes."""
        self._move(CourseVerb.RETIRE)

    def lacks(self, questions: int) -> Iterator[str]:
        """What keeps the draft from being published, as places in it."""
        for language in self.languages:
            if not self.title.get(language):
                yield f"title.{language}"
        if not self.lessons:
            yield "lessons"
        for number, lesson in enumerate(self.lessons, start=1):
            yield from (f"lessons.{number}.{what}" for what in lesson.lacks(self.languages))
        if self.exam and questions < (self.exam.draw or 1):
            yield "questions"

    def _move(self, verb: CourseVerb) -> None:
        target = TRANSITIONS.get((self.status, verb))
        if target is None:
            raise errors.IllegalTransition(
                f"A course that is {self.status} cannot {verb}.", status=self.status, verb=verb
            )
        self.status = target


def accepts(kind: LessonKind, media_type: str, *, captions: bool) -> bool:
    """Whether a lesson of this kind takes a file of this type."""
    if captions:
        return media_type == "text/vtt"
    return media_type.startswith("video/") == (kind is LessonKind.VIDEO)
