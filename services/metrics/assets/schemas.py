"""Tolerant readers of what content publishes."""

from marshmallow import EXCLUDE, Schema, fields


class _Reader(Schema):
    class Meta:
        unknown = EXCLUDE

    asset_id = fields.UUID(required=True)


class AssetFact(_Reader):
    title = fields.String(required=True)


class UseFact(_Reader):
    partner_id = fields.UUID(load_default=None, allow_none=True)
