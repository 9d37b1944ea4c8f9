"""Exports at the edge."""

from typing import Any

from marshmallow import Schema, ValidationError, fields, validate, validates_schema

from services.metrics.contents.model import Dataset
from services.metrics.exports.model import MEDIA_TYPES
from services.metrics.scorecards.schemas import PERIOD_HINT


class RequestExportCommand(Schema):
    dataset = fields.String(required=True, validate=validate.OneOf([each.value for each in Dataset]))
    period = fields.String(required=True, validate=validate.Length(min=4, max=20), metadata=PERIOD_HINT)
    metric = fields.String(load_default=None, allow_none=True, validate=validate.Length(max=80))
    partner_id = fields.UUID(load_default=None, allow_none=True)
    file_format = fields.String(load_default="csv", validate=validate.OneOf(list(MEDIA_TYPES)))
    language = fields.String(load_default="en", validate=validate.OneOf(["en", "es"]))

    @validates_schema
    def rows_are_of_a_metric(self, data: dict[str, Any], **_: Any) -> None:
        if (data.get("dataset") == Dataset.ROWS) != bool(data.get("metric")):
            raise ValidationError("Name the metric whose rows you want, and none otherwise.", "metric")


class ReadExportCommand(Schema):
    export_id = fields.UUID(required=True)


class ListExportsCommand(Schema):
    limit = fields.Integer(load_default=50, validate=validate.Range(min=1, max=100))
    cursor = fields.String()


class ExportView(Schema):
    export_id = fields.UUID(required=True)
    dataset = fields.String(required=True)
    period = fields.String(required=True)
    metric = fields.String(required=True, allow_none=True)
    partner_id = fields.UUID(required=True, allow_none=True)
    file_format = fields.String(required=True)
    language = fields.String(required=True)
    status = fields.String(required=True, metadata={"description": "queued, running, ready, failed or expired"})
    progress = fields.Integer(required=True, metadata={"description": "per cent"})
    rows_done = fields.Integer(required=True)
    rows_total = fields.Integer(required=True, allow_none=True)
    row_limit = fields.Integer(required=True)
    is_truncated = fields.Boolean(required=True, metadata={"description": "There were more rows than the limit."})
    filename = fields.String(required=True)
    size = fields.Integer(required=True, allow_none=True)
    requested_by = fields.String(required=True)
    requested_at = fields.AwareDateTime(required=True)
    finished_at = fields.AwareDateTime(required=True, allow_none=True)
    expires_at = fields.AwareDateTime(required=True)


class ExportList(Schema):
    items = fields.List(fields.Nested(ExportView()), required=True)
    next_cursor = fields.String(required=True, allow_none=True)


class ExportFile(Schema):
    """Where the file lies; the gateway streams it and tells nobody the key."""

    blob_key = fields.String(required=True)
    filename = fields.String(required=True)
    media_type = fields.String(required=True)
    size = fields.Integer(required=True)
