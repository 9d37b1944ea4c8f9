"""Tolerant readers of what partners publish: only the fields the replica keeps."""

from marshmallow import EXCLUDE, Schema, fields


class PartnerFact(Schema):
    class Meta:
        unknown = EXCLUDE

    partner_id = fields.UUID(required=True)
    legal_name = fields.String(required=True)
    status = fields.String(required=True)
    partner_type = fields.String(load_default=None, allow_none=True)
    country = fields.String(load_default=None, allow_none=True)
    parent_partner_id = fields.UUID(load_default=None, allow_none=True)
