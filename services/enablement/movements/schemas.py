"""Tolerant readers of what partners publish: only the fields the replica keeps."""

from marshmallow import EXCLUDE, Schema, fields


class PersonFact(Schema):
    class Meta:
        unknown = EXCLUDE

    person_id = fields.UUID(required=True)
    partner_id = fields.UUID(required=True, allow_none=True)
    roles = fields.List(fields.String(), required=True)


class PartnerFact(Schema):
    class Meta:
        unknown = EXCLUDE

    partner_id = fields.UUID(required=True)
    legal_name = fields.String(required=True)
    status = fields.String(required=True)
    partner_type = fields.String(required=True)
    country = fields.String(load_default=None, allow_none=True)
