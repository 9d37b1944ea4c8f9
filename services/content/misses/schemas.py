"""The report of misses at the edge."""

from marshmallow import Schema, fields, validate

from services.content.misses.model import Cause
from services.content.standing.schemas import Command


class ListSearchMissesCommand(Command):
    days = fields.Integer(load_default=7, validate=validate.Range(min=1, max=180))
    limit = fields.Integer(load_default=25, validate=validate.Range(min=1, max=50))
    cursor = fields.String(load_default=None, allow_none=True)


class NearAsset(Schema):
    asset_id = fields.UUID(required=True)
    title = fields.String(required=True)


class SearchMiss(Schema):
    query = fields.String(required=True)
    times = fields.Integer(required=True)
    partner_count = fields.Integer(required=True)
    last_missed_at = fields.AwareDateTime(required=True)
    is_partly_found = fields.Boolean(required=True)
    cause = fields.Enum(Cause, by_value=True, required=True)
    nearest = fields.List(fields.Nested(NearAsset()), required=True)


class SearchMisses(Schema):
    items = fields.List(fields.Nested(SearchMiss()), required=True)
    next_cursor = fields.String(required=True, allow_none=True)
