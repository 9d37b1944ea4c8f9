"""The edge of enrolments: what learners and staff send, and what they see."""

from marshmallow import Schema, fields, validate

from services.enablement.certifications.schemas import Command
from services.enablement.courses.model import LANGUAGES, LessonKind
from services.enablement.courses.schemas import CourseCommand, ExamTermsView, FileView, codes, languages, texts
from services.enablement.enrollments.model import AssignedBy, EnrollmentStatus
from services.enablement.revisions.schemas import CatalogueEntry

_STATUSES = [status.value for status in EnrollmentStatus]


class NothingToSay(Command):
    """A command without arguments."""


class EnrollmentCommand(Command):
    enrollment_id = fields.UUID(required=True)


class LessonOfEnrollmentCommand(EnrollmentCommand):
    lesson_id = fields.UUID(required=True)


class LessonFileCommand(LessonOfEnrollmentCommand):
    captions_language = fields.String(allow_none=True, load_default=None, validate=validate.OneOf(LANGUAGES))


class RecordProgressCommand(LessonOfEnrollmentCommand):
    position = fields.Integer(
        validate=validate.Range(min=0, max=1_000_000), metadata={"description": "Of a video: the second."}
    )
    is_done = fields.Boolean()


class ExtendEnrollmentCommand(EnrollmentCommand):
    due_on = fields.Date(required=True, allow_none=True)


class ListEnrollmentsCommand(Command):
    course_id = fields.UUID()
    partner_id = fields.UUID()
    person_id = fields.UUID()
    status = fields.String(validate=validate.OneOf(_STATUSES))
    is_overdue = fields.Boolean()
    limit = fields.Integer(validate=validate.Range(min=1, max=100), load_default=50)
    cursor = fields.String(allow_none=True, load_default=None)


class ListPartnerProgressCommand(Command):
    course_id = fields.UUID()
    limit = fields.Integer(validate=validate.Range(min=1, max=100), load_default=50)
    cursor = fields.String(allow_none=True, load_default=None)


class SetEnrollmentRuleCommand(CourseCommand):
    roles = codes(load_default=list, metadata={"description": "Whom; empty: every role of partners."})
    partner_types = codes(load_default=list, metadata={"description": "Of which partners; empty: every type."})
    due_days = fields.Integer(
        allow_none=True,
        load_default=None,
        validate=validate.Range(min=1, max=730),
        metadata={"description": "Days until it is to be completed, from the enrolment on."},
    )


class LessonOutline(Schema):
    lesson_id = fields.UUID(required=True)
    kind = fields.String(required=True, validate=validate.OneOf([kind.value for kind in LessonKind]))
    title = texts(200, required=True)
    minutes = fields.Integer(required=True)
    position = fields.Integer(required=True)
    done_at = fields.AwareDateTime(allow_none=True, required=True)


class EnrollmentRow(Schema):
    enrollment_id = fields.UUID(required=True)
    course_id = fields.UUID(required=True)
    course_code = fields.String(required=True)
    title = texts(200, required=True)
    languages = languages(required=True)
    minutes = fields.Integer(required=True)
    revision_id = fields.UUID(required=True)
    revision_number = fields.Integer(required=True)
    person_id = fields.UUID(required=True)
    partner_id = fields.UUID(allow_none=True, required=True)
    partner_name = fields.String(allow_none=True, required=True)
    assigned_by = fields.String(required=True, validate=validate.OneOf([found.value for found in AssignedBy]))
    due_on = fields.Date(allow_none=True, required=True)
    status = fields.String(required=True, validate=validate.OneOf(_STATUSES))
    progress = fields.Integer(required=True, metadata={"description": "Percent."})
    lessons_total = fields.Integer(required=True)
    lessons_done = fields.Integer(required=True)
    last_lesson_id = fields.UUID(allow_none=True, required=True)
    last_seen_at = fields.AwareDateTime(allow_none=True, required=True)
    has_exam = fields.Boolean(required=True)
    attempts_used = fields.Integer(required=True)
    running_attempt_id = fields.UUID(allow_none=True, required=True)
    next_attempt_at = fields.AwareDateTime(allow_none=True, required=True)
    best_score = fields.Integer(allow_none=True, required=True)
    exam_passed_at = fields.AwareDateTime(allow_none=True, required=True)
    created_at = fields.AwareDateTime(required=True)
    completed_at = fields.AwareDateTime(allow_none=True, required=True)


class EnrollmentView(EnrollmentRow):
    summary = texts(2000, required=True)
    lessons = fields.List(fields.Nested(LessonOutline()), required=True)
    exam = fields.Nested(ExamTermsView(), allow_none=True, required=True)
    attempts_left = fields.Integer(required=True)


class EnrollmentPage(Schema):
    items = fields.List(fields.Nested(EnrollmentRow()), required=True)
    next_cursor = fields.String(allow_none=True, required=True)


class CourseOutlineView(Schema):
    course_id = fields.UUID(required=True)
    code = fields.String(required=True)
    revision_id = fields.UUID(required=True)
    number = fields.Integer(required=True)
    languages = languages(required=True)
    title = texts(200, required=True)
    summary = texts(2000, required=True)
    minutes = fields.Integer(required=True)
    lessons = fields.List(fields.Nested(LessonOutline()), required=True)
    exam = fields.Nested(ExamTermsView(), allow_none=True, required=True)
    enrollment = fields.Nested(EnrollmentView(), allow_none=True, required=True)


class TakenLessonView(LessonOutline):
    enrollment_id = fields.UUID(required=True)
    course_id = fields.UUID(required=True)
    course_title = texts(200, required=True)
    languages = languages(required=True)
    body = texts(20_000, required=True)
    url = fields.String(allow_none=True, required=True)
    file = fields.Nested(FileView(), allow_none=True, required=True)
    captions = fields.Dict(keys=fields.String(), values=fields.Nested(FileView()), required=True)
    number = fields.Integer(required=True)
    lessons_total = fields.Integer(required=True)
    previous_lesson_id = fields.UUID(allow_none=True, required=True)
    next_lesson_id = fields.UUID(allow_none=True, required=True)
    has_exam = fields.Boolean(required=True)


class LearningView(Schema):
    continuing = fields.List(fields.Nested(EnrollmentRow()), required=True)
    required = fields.List(fields.Nested(EnrollmentRow()), required=True)
    completed = fields.List(fields.Nested(EnrollmentRow()), required=True)
    catalogue = fields.List(fields.Nested(CatalogueEntry()), required=True)


class PartnerProgressView(Schema):
    partner_id = fields.UUID(required=True)
    partner_name = fields.String(required=True)
    learners = fields.Integer(required=True)
    active = fields.Integer(required=True)
    completed = fields.Integer(required=True)
    overdue = fields.Integer(required=True)


class PartnerProgressPage(Schema):
    items = fields.List(fields.Nested(PartnerProgressView()), required=True)
    next_cursor = fields.String(allow_none=True, required=True)


class EnrollmentRuleView(Schema):
    course_id = fields.UUID(required=True)
    roles = codes(required=True)
    partner_types = codes(required=True)
    due_days = fields.Integer(allow_none=True, required=True)
    set_by = fields.String(required=True)
    set_at = fields.AwareDateTime(required=True)
    is_pending = fields.Boolean(required=True, metadata={"description": "People are still being enrolled."})


class NamedEnrollmentRule(EnrollmentRuleView):
    code = fields.String(required=True)
    title = texts(200, required=True)


class EnrollmentRuleList(Schema):
    items = fields.List(fields.Nested(NamedEnrollmentRule()), required=True)
