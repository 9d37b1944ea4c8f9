"""What authors do with a draft: create, write lessons, attach files, set the terms of the exam."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import insert
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from chassis.blobs import Blobs
from chassis.database import uuid7
from chassis.media_types import HEAD, media_type_of
from services.enablement import errors
from services.enablement.courses import queries
from services.enablement.courses.model import Course, ExamTerms, FileRef, Lesson, LessonKind, accepts
from services.enablement.courses.tables import course_files
from services.enablement.people.model import Actor


def create_course(session: Session, actor: Actor, now: datetime, *, code: str, **attributes: Any) -> Course:
    """An empty draft under a code of its own."""
    actor.require_staff()
    made = Course(course_id=uuid7(), code=code, created_at=now, changed_at=now, **attributes)
    _refuse_foreign_languages(made, attributes)
    try:
        with session.begin_nested():
            session.add(made)
    except IntegrityError as error:
        raise errors.CourseCodeTaken(course_code=code) from error
    return made


def update_course(
    session: Session, actor: Actor, now: datetime, *, course_id: UUID, version: int, **changes: Any
) -> Course:
    found = queries.course_for_change(session, actor, course_id, version)
    found.edit(now, **changes)
    _refuse_foreign_languages(found, changes)
    return found


def set_exam(
    session: Session, actor: Actor, now: datetime, *, course_id: UUID, version: int | None = None, **terms: Any
) -> Course:
    """The terms of the exam, whole."""
    found = queries.course_for_change(session, actor, course_id, version)
    found.edit(now, exam=ExamTerms(**terms))
    return found


def remove_exam(
    session: Session, actor: Actor, now: datetime, *, course_id: UUID, version: int | None = None
) -> Course:
    """The next revision is completed by its lessons alone."""
    found = queries.course_for_change(session, actor, course_id, version)
    found.edit(now, exam=None)
    return found


def add_lesson(
    session: Session,
    actor: Actor,
    now: datetime,
    *,
    course_id: UUID,
    kind: str,
    version: int | None = None,
    **attributes: Any,
) -> Course:
    """One lesson more, at the end."""
    found = queries.course_for_change(session, actor, course_id, version)
    _refuse_foreign_languages(found, attributes)
    url = attributes.pop("url", None)
    found.add_lesson(now, lesson := Lesson(lesson_id=str(uuid7()), kind=LessonKind(kind), **attributes))
    if url:
        found.change_lesson(now, lesson.lesson_id, url=url)
    return found


def update_lesson(
    session: Session,
    actor: Actor,
    now: datetime,
    *,
    course_id: UUID,
    lesson_id: UUID,
    version: int | None = None,
    **changes: Any,
) -> Course:
    found = queries.course_for_change(session, actor, course_id, version)
    _refuse_foreign_languages(found, changes)
    found.change_lesson(now, str(lesson_id), **changes)
    return found


def move_lesson(
    session: Session,
    actor: Actor,
    now: datetime,
    *,
    course_id: UUID,
    lesson_id: UUID,
    position: int,
    version: int | None = None,
) -> Course:
    found = queries.course_for_change(session, actor, course_id, version)
    found.move_lesson(now, str(lesson_id), position)
    return found


def remove_lesson(
    session: Session, actor: Actor, now: datetime, *, course_id: UUID, lesson_id: UUID, version: int | None = None
) -> Course:
    found = queries.course_for_change(session, actor, course_id, version)
    found.remove_lesson(now, str(lesson_id))
    return found


def attach_lesson_file(
    session: Session,
    blobs: Blobs,
    actor: Actor,
    now: datetime,
    *,
    course_id: UUID,
    lesson_id: UUID,
    upload_id: UUID,
    filename: str,
    sha256: str,
    size: int,
    captions_language: str | None = None,
    version: int | None = None,
    **_: Any,
) -> Course:
    """Claim an upload for a lesson; what its first bytes say decides whether it is accepted."""
    found = queries.course_for_change(session, actor, course_id, version)
    lesson = found.lesson(str(lesson_id))
    file = FileRef(upload_id=str(upload_id), filename=filename, media_type="", size=size)
    if blobs.size(file.blob_key) != size:
        raise errors.UploadUnknown
    media_type = media_type_of(blobs.head(file.blob_key, HEAD), filename)
    if not accepts(lesson.kind, media_type, captions=captions_language is not None):
        raise errors.FileUnfitting(media_type=media_type)
    claim = {"upload_id": file.upload_id, "course_id": course_id, "sha256": sha256, "claimed_at": now}
    session.execute(insert(course_files), claim)
    kept = FileRef(upload_id=file.upload_id, filename=filename, media_type=media_type, size=size)
    found.attach(now, lesson.lesson_id, kept, captions_language)
    return found


def _refuse_foreign_languages(course: Course, changes: dict[str, Any]) -> None:
    """Texts come in the languages of the course and no other."""
    for name in ("title", "summary", "body"):
        foreign = set(changes.get(name) or ()) - set(course.languages)
        if foreign:
            raise errors.LanguageUnknown(field=name, languages=sorted(foreign))
