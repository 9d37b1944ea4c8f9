"""The edge of courses: what authors send, and the draft as they see it."""

from typing import Any

from marshmallow import Schema, ValidationError, fields, validate

from services.enablement.certifications.schemas import Command
from services.enablement.courses.model import LANGUAGES, CourseStatus, LessonKind

_STATUSES = [status.value for status in CourseStatus]
_KINDS = [kind.value for kind in LessonKind]
_WEB = validate.URL(schemes={"https", "http"}, require_tld=False)


def texts(longest: int, **options: Any) -> fields.Dict:
    """A text by language."""
    language = fields.String(validate=validate.OneOf(LANGUAGES))
    text = fields.String(validate=validate.Length(min=1, max=longest))
    return fields.Dict(keys=language, values=text, **options)


def spoken(longest: int, **options: Any) -> fields.Dict:
    """A text that has to be there in one language at least; a course is published with all of them."""
    return texts(longest, validate=_in_some_language, metadata={"minProperties": 1}, **options)


def _in_some_language(text: dict[str, str]) -> None:
    if not text:
        raise ValidationError("Give it in one language at least.")


def codes(**options: Any) -> fields.List[str]:
    code = fields.String(validate=validate.Regexp("^[a-z_]{1,30}$"))
    return fields.List(code, validate=validate.Length(max=20), **options)


def languages(**options: Any) -> fields.List[str]:
    known = validate.Length(min=1, max=len(LANGUAGES))
    return fields.List(fields.String(validate=validate.OneOf(LANGUAGES)), validate=known, **options)


def minutes(**options: Any) -> fields.Integer:
    return fields.Integer(validate=validate.Range(min=1, max=600), **options)


class CourseCommand(Command):
    course_id = fields.UUID(required=True)


class DraftCommand(CourseCommand):
    """A change of the draft; with a version it is refused when somebody was faster."""

    version = fields.Integer()


class CreateCourseCommand(Command):
    code = fields.String(required=True, validate=validate.Regexp("^[a-z0-9-]{1,64}$"))
    languages = languages(load_default=lambda: list(LANGUAGES))
    title = spoken(200, required=True)
    summary = texts(2000, load_default=dict)
    roles = codes(load_default=list, metadata={"description": "For whom; empty: every role."})
    partner_types = codes(load_default=list, metadata={"description": "For which partners; empty: every type."})


class UpdateCourseCommand(CourseCommand):
    version = fields.Integer(required=True)
    languages = languages()
    title = spoken(200)
    summary = texts(2000)
    roles = codes()
    partner_types = codes()


class SetExamCommand(DraftCommand):
    draw = fields.Integer(
        allow_none=True,
        load_default=None,
        validate=validate.Range(min=1, max=200),
        metadata={"description": "How many questions are drawn; null: all."},
    )
    pass_mark = fields.Integer(load_default=80, validate=validate.Range(min=1, max=100))
    time_limit_minutes = fields.Integer(allow_none=True, load_default=None, validate=validate.Range(min=1, max=600))
    attempts = fields.Integer(load_default=2, validate=validate.Range(min=1, max=20))
    cool_down_days = fields.Integer(load_default=20, validate=validate.Range(min=0, max=365))


class AddLessonCommand(DraftCommand):
    kind = fields.String(required=True, validate=validate.OneOf(_KINDS))
    title = spoken(200, required=True)
    body = texts(20_000, load_default=dict, metadata={"description": "Markdown."})
    url = fields.String(allow_none=True, load_default=None, validate=_WEB)
    minutes = minutes(load_default=5)


class LessonCommand(DraftCommand):
    lesson_id = fields.UUID(required=True)


class UpdateLessonCommand(LessonCommand):
    title = spoken(200)
    body = texts(20_000, metadata={"description": "Markdown."})
    url = fields.String(allow_none=True, validate=_WEB)
    minutes = minutes()


class MoveLessonCommand(LessonCommand):
    position = fields.Integer(
        required=True, validate=validate.Range(min=1, max=1000), metadata={"description": "Counted from 1."}
    )


class AttachLessonFileCommand(LessonCommand):
    upload_id = fields.UUID(required=True)
    captions_language = fields.String(
        allow_none=True,
        load_default=None,
        validate=validate.OneOf(LANGUAGES),
        metadata={"description": "Given: the file holds the captions of a video in this language."},
    )
    filename = fields.String(required=True, validate=validate.Length(min=1, max=255))
    media_type = fields.String(load_default="", validate=validate.Length(max=255))
    size = fields.Integer(required=True, validate=validate.Range(min=1))
    sha256 = fields.String(required=True, validate=validate.Regexp("^[0-9a-f]{64}$"))


class ListCoursesCommand(Command):
    status = fields.List(fields.String(validate=validate.OneOf(_STATUSES)))
    q = fields.String(validate=validate.Length(min=1, max=100))
    limit = fields.Integer(validate=validate.Range(min=1, max=100), load_default=50)
    cursor = fields.String(allow_none=True, load_default=None)


class FileView(Schema):
    filename = fields.String(required=True)
    media_type = fields.String(required=True)
    size = fields.Integer(required=True)


class LessonView(Schema):
    lesson_id = fields.UUID(required=True)
    kind = fields.String(required=True, validate=validate.OneOf(_KINDS))
    title = texts(200, required=True)
    body = texts(20_000, required=True)
    minutes = fields.Integer(required=True)
    url = fields.String(allow_none=True, required=True)
    file = fields.Nested(FileView(), allow_none=True, required=True)
    captions = fields.Dict(keys=fields.String(), values=fields.Nested(FileView()), required=True)


class ExamTermsView(Schema):
    draw = fields.Integer(allow_none=True, required=True)
    pass_mark = fields.Integer(required=True)
    time_limit_minutes = fields.Integer(allow_none=True, required=True)
    attempts = fields.Integer(required=True)
    cool_down_days = fields.Integer(required=True)


class CourseSummary(Schema):
    course_id = fields.UUID(required=True)
    code = fields.String(required=True)
    status = fields.String(required=True, validate=validate.OneOf(_STATUSES))
    languages = languages(required=True)
    title = texts(200, required=True)
    summary = texts(2000, required=True)
    roles = codes(required=True)
    partner_types = codes(required=True)
    minutes = fields.Integer(required=True)
    revision_number = fields.Integer(required=True)
    published_at = fields.AwareDateTime(allow_none=True, required=True)
    changed_at = fields.AwareDateTime(required=True)
    has_unpublished_changes = fields.Boolean(required=True)
    version = fields.Integer(required=True)


class CourseRow(CourseSummary):
    lesson_count = fields.Integer(required=True)
    has_exam = fields.Boolean(required=True)


class CourseView(CourseSummary):
    lessons = fields.List(fields.Nested(LessonView()), required=True)
    exam = fields.Nested(ExamTermsView(), allow_none=True, required=True)


class CoursePage(Schema):
    items = fields.List(fields.Nested(CourseRow()), required=True)
    next_cursor = fields.String(allow_none=True, required=True)
