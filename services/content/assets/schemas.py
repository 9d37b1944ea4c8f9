"""Assets at the edge."""

import pycountry
from marshmallow import Schema, ValidationError, fields, validate

from services.content.assets.model import ASSET_TYPES, AssetStatus
from services.content.audiences.schemas import AudienceRule
from services.content.standing.schemas import Command

STATUSES = [status.value for status in AssetStatus]


def language_exists(code: str) -> None:
    if pycountry.languages.get(alpha_2=code) is None:
        raise ValidationError("Not an ISO 639-1 language code.")


class AssetCommand(Command):
    """Names one asset."""

    asset_id = fields.UUID(required=True)


class GetAssetCommand(AssetCommand):
    as_partner_id = fields.UUID(metadata={"description": "Staff alone: as this partner's people can see it."})


class ChangeAssetCommand(AssetCommand):
    version = fields.Integer(metadata={"description": "The version that the change was decided on."})


class _Described(Command):
    summary = fields.String(validate=validate.Length(max=2000))
    product_lines = fields.List(
        fields.String(validate=validate.Length(min=1, max=64)), validate=validate.Length(max=20)
    )
    owner_id = fields.UUID(metadata={"description": "One of the vendor's people; absent at creation: the caller."})
    expires_on = fields.Date(allow_none=True, metadata={"description": "The last day on which it is offered."})
    audience = fields.Nested(AudienceRule())


class CreateAssetCommand(_Described):
    title = fields.String(required=True, validate=validate.Length(min=1, max=200))
    asset_type = fields.String(required=True, validate=validate.OneOf(ASSET_TYPES))
    language = fields.String(required=True, validate=language_exists)
    review_on = fields.Date(required=True, metadata={"description": "When its owner is to look at it again."})


class UpdateAssetCommand(_Described, ChangeAssetCommand):
    version = fields.Integer(required=True)
    title = fields.String(validate=validate.Length(min=1, max=200))
    asset_type = fields.String(validate=validate.OneOf(ASSET_TYPES))
    language = fields.String(validate=language_exists)
    review_on = fields.Date()


class AddAssetVersionCommand(ChangeAssetCommand):
    upload_id = fields.UUID(required=True)
    note = fields.String(load_default="", validate=validate.Length(max=500))
    size = fields.Integer(required=True, validate=validate.Range(min=1))
    sha256 = fields.String(required=True, validate=validate.Regexp(r"[0-9a-f]{64}\Z"))
    filename = fields.String(required=True, validate=validate.Length(min=1, max=255))
    media_type = fields.String(load_default=None, allow_none=True, validate=validate.Length(max=100))


class ReplaceAssetCommand(ChangeAssetCommand):
    replacement_asset_id = fields.UUID(required=True)


class MarkReviewedCommand(ChangeAssetCommand):
    review_on = fields.Date(required=True, metadata={"description": "The next review date."})


class ListAssetsCommand(Command):
    q = fields.String(validate=validate.Length(max=100), metadata={"description": "Words of the title."})
    status = fields.String(validate=validate.OneOf(STATUSES))
    asset_type = fields.String(validate=validate.OneOf(ASSET_TYPES))
    language = fields.String(validate=language_exists)
    product_line = fields.String(validate=validate.Length(max=64))
    owner_id = fields.UUID()
    view = fields.String(validate=validate.OneOf(["review_due", "expiring"]))
    as_partner_id = fields.UUID(metadata={"description": "Staff alone: exactly what this partner's people can see."})
    sort = fields.String(load_default="-revised_at", validate=validate.OneOf(["-revised_at", "revised_at", "title"]))
    limit = fields.Integer(load_default=50, validate=validate.Range(min=1, max=100))
    cursor = fields.String(load_default=None, allow_none=True)


class FileView(Schema):
    number = fields.Integer(required=True)
    filename = fields.String(required=True)
    media_type = fields.String(required=True)
    size = fields.Integer(required=True)
    note = fields.String(required=True)
    added_at = fields.AwareDateTime(required=True)


class VersionView(FileView):
    sha256 = fields.String(required=True)
    added_by = fields.String(required=True)


class Replacement(Schema):
    asset_id = fields.UUID(required=True)
    title = fields.String(required=True)


class AudienceView(Schema):
    """The rule as it is stored; see AudienceRule for what a list may hold."""

    tiers = fields.List(fields.String(), required=True)
    partner_types = fields.List(fields.String(), required=True)
    regions = fields.List(fields.String(), required=True)
    countries = fields.List(fields.String(), required=True)
    languages = fields.List(fields.String(), required=True)
    roles = fields.List(fields.String(), required=True)
    certifications = fields.List(fields.String(), required=True)


class AssetListItem(Schema):
    """What a partner reads of an asset, and, not required, what staff read besides."""

    asset_id = fields.UUID(required=True)
    title = fields.String(required=True)
    summary = fields.String(required=True)
    asset_type = fields.String(required=True, validate=validate.OneOf(ASSET_TYPES))
    language = fields.String(required=True)
    product_lines = fields.List(fields.String(), required=True)
    status = fields.String(required=True, validate=validate.OneOf(STATUSES))
    expires_on = fields.Date(required=True, allow_none=True)
    revised_at = fields.AwareDateTime(required=True)
    published_at = fields.AwareDateTime(required=True, allow_none=True)
    ended_at = fields.AwareDateTime(required=True, allow_none=True)
    version = fields.Integer(required=True)
    current_version = fields.Nested(FileView(), required=True, allow_none=True)
    actions = fields.List(fields.String(), required=True)
    owner_id = fields.UUID()
    review_on = fields.Date()
    reviewed_at = fields.AwareDateTime(allow_none=True)
    reviewed_by = fields.String(allow_none=True)
    created_by = fields.String()
    audience = fields.Nested(AudienceView())


class AssetView(AssetListItem):
    replacement = fields.Nested(Replacement(), required=True, allow_none=True)
    versions = fields.List(fields.Nested(VersionView()))


class AssetPage(Schema):
    items = fields.List(fields.Nested(AssetListItem()), required=True)
    next_cursor = fields.String(required=True, allow_none=True)
