"""Texts at the edge: the ones that could not be read."""

from marshmallow import Schema, fields, validate

from services.content.standing.schemas import Command
from services.content.texts.model import REASONS


class ListUnreadableTextsCommand(Command):
    limit = fields.Integer(load_default=50, validate=validate.Range(min=1, max=100))
    cursor = fields.String(load_default=None, allow_none=True)


class UnreadableText(Schema):
    asset_id = fields.UUID(required=True)
    title = fields.String(required=True)
    number = fields.Integer(required=True)
    filename = fields.String(required=True)
    reason = fields.String(required=True, validate=validate.OneOf(REASONS))
    read_at = fields.AwareDateTime(required=True)


class UnreadableTexts(Schema):
    items = fields.List(fields.Nested(UnreadableText()), required=True)
    next_cursor = fields.String(required=True, allow_none=True)
