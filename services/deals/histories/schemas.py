"""Histories at the edge."""

from marshmallow import Schema, fields, validate


class HistoryEntry(Schema):
    """One change: who, when, what, before, after, and through which channel."""

    at = fields.AwareDateTime(required=True)
    actor = fields.String(required=True)
    channel = fields.String(required=True)
    action = fields.String(required=True)
    revision = fields.Integer(required=True)
    before = fields.Dict(required=True)
    after = fields.Dict(required=True)


class HistoryView(Schema):
    items = fields.List(fields.Nested(HistoryEntry()), required=True)
    next_cursor = fields.String(allow_none=True)


class HistoryCommand(Schema):
    deal_registration_id = fields.UUID(required=True)
    limit = fields.Integer(validate=validate.Range(min=1, max=200), load_default=100)
    cursor = fields.String()
