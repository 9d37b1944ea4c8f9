"""The edge of exams: what is asked and answered, results, and statistics of items."""

from marshmallow import Schema, fields, validate

from services.enablement.certifications.schemas import Command
from services.enablement.courses.schemas import CourseCommand, languages, texts
from services.enablement.enrollments.schemas import EnrollmentCommand
from services.enablement.exams.model import AttemptStatus
from services.enablement.questions.model import LONGEST_ANSWER, QuestionKind

_STATUSES = [status.value for status in AttemptStatus]
_KINDS = [kind.value for kind in QuestionKind]


class StartExamAttemptCommand(EnrollmentCommand):
    number = fields.Integer(
        validate=validate.Range(min=1),
        metadata={"description": "The attempt that is meant; one that was made already is shown, not repeated."},
    )


class ExamAttemptCommand(Command):
    exam_attempt_id = fields.UUID(required=True)


class SaveAnswerCommand(ExamAttemptCommand):
    question_id = fields.UUID(required=True)
    answer = fields.List(
        fields.String(validate=validate.Length(max=LONGEST_ANSWER)),
        required=True,
        validate=validate.Length(max=20),
        metadata={
            "description": "Ids of the options chosen, or in order; the ids of the targets in the order of the options;"
            " or one text. Empty takes the answer back."
        },
    )


class ListExamAttemptsCommand(Command):
    enrollment_id = fields.UUID()
    course_id = fields.UUID()
    person_id = fields.UUID()
    status = fields.String(validate=validate.OneOf(_STATUSES))
    limit = fields.Integer(validate=validate.Range(min=1, max=100), load_default=50)
    cursor = fields.String(allow_none=True, load_default=None)


class ItemStatisticsCommand(CourseCommand):
    pass


class AskedOption(Schema):
    option_id = fields.String(required=True)
    text = texts(500, required=True)


class AskedQuestion(Schema):
    question_id = fields.UUID(required=True)
    position = fields.Integer(required=True)
    kind = fields.String(required=True, validate=validate.OneOf(_KINDS))
    prompt = texts(2000, required=True)
    options = fields.List(fields.Nested(AskedOption()), required=True)
    targets = fields.List(fields.Nested(AskedOption()), required=True)
    answer = fields.List(fields.String(), allow_none=True, required=True)
    answered_at = fields.AwareDateTime(allow_none=True, required=True)
    is_complete = fields.Boolean(required=True)
    is_right = fields.Boolean(
        allow_none=True, required=True, metadata={"description": "Null until the attempt is judged."}
    )
    explanation = texts(2000, required=True)
    lesson_id = fields.UUID(
        allow_none=True, required=True, metadata={"description": "What to study again; told with the result."}
    )
    correct = fields.List(
        fields.String(), allow_none=True, required=True, metadata={"description": "Told when the exam is passed."}
    )


class ExamAttemptRow(Schema):
    exam_attempt_id = fields.UUID(required=True)
    enrollment_id = fields.UUID(required=True)
    course_id = fields.UUID(required=True)
    person_id = fields.UUID(required=True)
    partner_id = fields.UUID(allow_none=True, required=True)
    number = fields.Integer(required=True)
    status = fields.String(required=True, validate=validate.OneOf(_STATUSES))
    questions_total = fields.Integer(required=True)
    pass_mark = fields.Integer(required=True)
    started_at = fields.AwareDateTime(required=True)
    ends_at = fields.AwareDateTime(allow_none=True, required=True)
    finished_at = fields.AwareDateTime(allow_none=True, required=True)
    right_total = fields.Integer(allow_none=True, required=True)
    score = fields.Integer(allow_none=True, required=True)


class ExamAttemptView(ExamAttemptRow):
    title = texts(200, required=True)
    languages = languages(required=True)
    seconds_left = fields.Integer(allow_none=True, required=True)
    is_over = fields.Boolean(required=True, metadata={"description": "Time has run out; it waits to be judged."})
    answered_total = fields.Integer(required=True)
    questions = fields.List(fields.Nested(AskedQuestion()), required=True)


class ExamAttemptPage(Schema):
    items = fields.List(fields.Nested(ExamAttemptRow()), required=True)
    next_cursor = fields.String(allow_none=True, required=True)


class ChoiceView(Schema):
    text = texts(500, required=True)
    is_correct = fields.Boolean(required=True)
    times = fields.Integer(required=True)


class ItemView(Schema):
    question_id = fields.UUID(required=True)
    kind = fields.String(required=True, validate=validate.OneOf(_KINDS))
    prompt = texts(2000, required=True)
    asked = fields.Integer(required=True)
    answered = fields.Integer(required=True)
    right = fields.Integer(required=True)
    difficulty = fields.Float(
        allow_none=True, required=True, metadata={"description": "The share of right answers, from 0 to 1."}
    )
    discrimination = fields.Float(
        allow_none=True,
        required=True,
        metadata={"description": "How being right here goes with being right elsewhere, from -1 to 1."},
    )
    findings = fields.List(
        fields.String(validate=validate.OneOf(["too_hard", "too_easy", "does_not_separate"])), required=True
    )
    choices = fields.List(fields.Nested(ChoiceView()), required=True)


class ItemStatisticsView(Schema):
    attempts = fields.Integer(required=True)
    passed = fields.Integer(required=True)
    average_score = fields.Float(allow_none=True, required=True)
    items = fields.List(fields.Nested(ItemView()), required=True)
