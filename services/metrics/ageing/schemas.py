"""The ageing queue at the edge."""

from marshmallow import Schema, fields, validate

from services.metrics.ageing.model import CODES, QUEUES


class ListAgeingCommand(Schema):
    queue = fields.String(load_default=QUEUES[0], validate=validate.OneOf(QUEUES))


class AgeingCell(Schema):
    bucket = fields.String(required=True)
    waiting = fields.Integer(required=True)
    overdue = fields.Integer(required=True)


class AgeingOwner(Schema):
    owner_id = fields.UUID(required=True, allow_none=True)
    waiting = fields.Integer(required=True)
    overdue = fields.Integer(required=True)
    cells = fields.List(fields.Nested(AgeingCell()), required=True)


class AgeingView(Schema):
    queue = fields.String(required=True)
    buckets = fields.List(fields.String(), required=True)
    owners = fields.List(fields.Nested(AgeingOwner()), required=True)
    as_of = fields.AwareDateTime(required=True)


class ListAgeingRowsCommand(Schema):
    queue = fields.String(load_default=QUEUES[0], validate=validate.OneOf(QUEUES))
    owner_id = fields.UUID(load_default=None)
    unowned = fields.Boolean(load_default=False, metadata={"description": "Only what no channel manager answers for."})
    bucket = fields.String(load_default=None, validate=validate.OneOf(CODES))
    overdue = fields.Boolean(load_default=None)
    limit = fields.Integer(load_default=50, validate=validate.Range(min=1, max=200))
    cursor = fields.String(load_default=None, allow_none=True)


class AgeingRow(Schema):
    kind = fields.String(required=True)
    subject_id = fields.UUID(required=True)
    label = fields.String(required=True, allow_none=True)
    partner_id = fields.UUID(required=True, allow_none=True)
    partner_name = fields.String(required=True, allow_none=True)
    owner_id = fields.UUID(required=True, allow_none=True)
    since = fields.AwareDateTime(required=True)
    due_at = fields.AwareDateTime(required=True, allow_none=True)
    bucket = fields.String(required=True)
    is_overdue = fields.Boolean(required=True)
