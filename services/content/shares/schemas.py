"""Shares at the edge."""

from marshmallow import Schema, fields, validate

from chassis.validation import Moment
from services.content.assets.schemas import AssetCommand
from services.content.shares.model import ShareStatus
from services.content.standing.schemas import Command

STATUSES = [status.value for status in ShareStatus]


class CreateShareCommand(AssetCommand):
    expires_at = Moment(metadata={"description": "Absent: in 30 days. A year at most."})
    deal_registration_id = fields.UUID(metadata={"description": "The deal that the asset is passed on for."})


class ShareCommand(Command):
    share_id = fields.UUID(required=True)


class ListSharesCommand(Command):
    asset_id = fields.UUID()
    person_id = fields.UUID()
    partner_id = fields.UUID()
    deal_registration_id = fields.UUID()
    limit = fields.Integer(load_default=50, validate=validate.Range(min=1, max=100))
    cursor = fields.String(load_default=None, allow_none=True)


class ShareView(Schema):
    share_id = fields.UUID(required=True)
    asset_id = fields.UUID(required=True)
    title = fields.String(required=True)
    version_number = fields.Integer(required=True, metadata={"description": "What was current when it was shared."})
    current_version_number = fields.Integer(required=True, metadata={"description": "What the link serves now."})
    person_id = fields.UUID(required=True)
    partner_id = fields.UUID(required=True)
    deal_registration_id = fields.UUID(required=True, allow_none=True)
    deal_number = fields.String(required=True, allow_none=True)
    status = fields.String(required=True, validate=validate.OneOf(STATUSES))
    created_at = fields.AwareDateTime(required=True)
    expires_at = fields.AwareDateTime(required=True)
    revoked_at = fields.AwareDateTime(required=True, allow_none=True)
    opens = fields.Integer(required=True)
    downloads = fields.Integer(required=True)
    last_opened_at = fields.AwareDateTime(required=True, allow_none=True)


class SharePage(Schema):
    items = fields.List(fields.Nested(ShareView()), required=True)
    next_cursor = fields.String(required=True, allow_none=True)


class SharedAsset(Schema):
    """All that somebody outside is told."""

    share_id = fields.UUID(required=True)
    title = fields.String(required=True)
    summary = fields.String(required=True)
    asset_type = fields.String(required=True)
    language = fields.String(required=True)
    filename = fields.String(required=True)
    media_type = fields.String(required=True)
    size = fields.Integer(required=True)
    revised_at = fields.AwareDateTime(required=True)
    expires_at = fields.AwareDateTime(required=True)
    shared_by = fields.String(required=True, metadata={"description": "The partner whose person made the link."})
