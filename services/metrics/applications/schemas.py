"""Tolerant readers of what partners publishes about applications."""

from marshmallow import EXCLUDE, Schema, fields


class ApplicationFact(Schema):
    class Meta:
        unknown = EXCLUDE

    application_id = fields.UUID(required=True)
    legal_name = fields.String(required=True)
    status = fields.String(required=True)


class ApplicationSubmitted(ApplicationFact):
    decide_by = fields.AwareDateTime(required=True)
