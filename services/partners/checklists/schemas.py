"""The edge of checklists: what a version may say and what views show."""

from marshmallow import Schema, fields, validate

from services.partners.checklists.model import ANY_TYPE, Side, Signal
from services.partners.organisations.model import PARTNER_TYPES
from services.partners.programs.schemas import Command

_CODE = validate.Regexp("^[a-z][a-z0-9_]{0,49}$")


class TitleView(Schema):
    """What a task is called, in every language of the portal."""

    en = fields.String(required=True, validate=validate.Length(min=1, max=200))
    es = fields.String(required=True, validate=validate.Length(min=1, max=200))


class PlannedTaskView(Schema):
    code = fields.String(required=True, validate=_CODE)
    side = fields.String(required=True, validate=validate.OneOf([side.value for side in Side]))
    title = fields.Nested(TitleView(), required=True)
    due_days = fields.Integer(required=True, validate=validate.Range(min=0, max=365))
    depends_on = fields.List(fields.String(validate=_CODE), load_default=[])
    signal = fields.String(
        allow_none=True,
        load_default=None,
        validate=validate.OneOf([signal.value for signal in Signal]),
        metadata={"description": "What completes the task by itself; absent: its owner completes it by hand."},
    )


class ListChecklistsCommand(Command):
    """Asks for every checklist in force."""


class PublishChecklistCommand(Command):
    partner_type = fields.String(required=True, validate=validate.OneOf([ANY_TYPE, *PARTNER_TYPES]))
    tasks = fields.List(fields.Nested(PlannedTaskView()), required=True, validate=validate.Length(min=1, max=50))


class ChecklistView(Schema):
    partner_type = fields.String(required=True)
    version = fields.Integer(required=True)
    tasks = fields.List(fields.Nested(PlannedTaskView()), required=True)
    published_by = fields.String(required=True)
    published_at = fields.AwareDateTime(required=True)


class ChecklistPage(Schema):
    items = fields.List(fields.Nested(ChecklistView()), required=True)
