"""The edge of the question bank: what authors write, and read again."""

from typing import Any

from marshmallow import Schema, fields, validate

from services.enablement.courses.schemas import CourseCommand, spoken, texts
from services.enablement.questions.model import LONGEST_ANSWER, QuestionKind

_KINDS = [kind.value for kind in QuestionKind]


class OptionFields(Schema):
    option_id = fields.String(
        allow_none=True,
        load_default=None,
        validate=validate.Regexp("^[0-9a-f]{8}$"),
        metadata={"description": "Of an option that stays."},
    )
    text = spoken(500, required=True)
    is_correct = fields.Boolean(load_default=False, metadata={"description": "Of single and multiple."})
    match = texts(500, allow_none=True, load_default=None)


def _options(**more: Any) -> fields.List[Any]:
    described = {"description": "For an order, the right one; for a match, each with its partner."}
    return fields.List(fields.Nested(OptionFields()), validate=validate.Length(max=20), metadata=described, **more)


def _tolerance(**more: Any) -> fields.Decimal:
    return fields.Decimal(allow_none=True, allow_nan=False, validate=validate.Range(min=0), **more)


class QuestionFields(Schema):
    kind = fields.String(required=True, validate=validate.OneOf(_KINDS))
    prompt = spoken(2000, required=True)
    options = _options(load_default=list)
    accepted = fields.List(
        fields.String(validate=validate.Length(min=1, max=LONGEST_ANSWER)),
        load_default=list,
        validate=validate.Length(max=50),
        metadata={"description": "Of number: the right one. Of short: every text that counts, in any language."},
    )
    tolerance = _tolerance(load_default=None)
    explanation = texts(2000, load_default=dict, metadata={"description": "What whoever was wrong reads."})
    lesson_id = fields.UUID(allow_none=True, load_default=None, metadata={"description": "The lesson to study again."})


class CreateQuestionCommand(CourseCommand, QuestionFields):
    pass


class ImportQuestionsCommand(CourseCommand):
    questions = fields.List(fields.Nested(QuestionFields()), required=True, validate=validate.Length(min=1, max=200))


class UpdateQuestionCommand(CourseCommand):
    question_id = fields.UUID(required=True)
    version = fields.Integer()
    is_active = fields.Boolean()
    prompt = spoken(2000)
    options = _options()
    accepted = fields.List(
        fields.String(validate=validate.Length(min=1, max=LONGEST_ANSWER)), validate=validate.Length(max=50)
    )
    tolerance = _tolerance()
    explanation = texts(2000)
    lesson_id = fields.UUID(allow_none=True)


class ListQuestionsCommand(CourseCommand):
    is_active = fields.Boolean()
    limit = fields.Integer(validate=validate.Range(min=1, max=200), load_default=100)
    cursor = fields.String(allow_none=True, load_default=None)


class OptionView(Schema):
    option_id = fields.String(required=True)
    text = texts(500, required=True)
    is_correct = fields.Boolean(allow_none=True, required=True)
    match = texts(500, allow_none=True, required=True)


class QuestionView(Schema):
    question_id = fields.UUID(required=True)
    course_id = fields.UUID(required=True)
    kind = fields.String(required=True, validate=validate.OneOf(_KINDS))
    prompt = texts(2000, required=True)
    options = fields.List(fields.Nested(OptionView()), required=True)
    accepted = fields.List(fields.String(), required=True)
    tolerance = fields.Decimal(as_string=True, allow_none=True, required=True)
    explanation = texts(2000, required=True)
    lesson_id = fields.UUID(allow_none=True, required=True)
    is_active = fields.Boolean(required=True)
    created_at = fields.AwareDateTime(required=True)
    version = fields.Integer(required=True)


class QuestionPage(Schema):
    items = fields.List(fields.Nested(QuestionView()), required=True)
    next_cursor = fields.String(allow_none=True, required=True)


class ImportedQuestions(Schema):
    items = fields.List(fields.Nested(QuestionView()), required=True)
