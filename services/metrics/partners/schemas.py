"""Tolerant reader of what partners publishes about organisations."""

from marshmallow import EXCLUDE, Schema, fields


class PartnerFact(Schema):
    class Meta:
        unknown = EXCLUDE

    partner_id = fields.UUID(required=True)
    legal_name = fields.String(required=True)
    status = fields.String(required=True)
    partner_type = fields.String(required=True)
    country = fields.String(required=True)
    tier = fields.String(load_default=None, allow_none=True)
    region = fields.String(load_default=None, allow_none=True)
    channel_manager_id = fields.UUID(load_default=None, allow_none=True)
    parent_partner_id = fields.UUID(load_default=None, allow_none=True)
