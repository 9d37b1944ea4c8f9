"""Use of assets at the edge."""

from marshmallow import Schema, ValidationError, fields, validate, validates_schema

from services.content.assets.schemas import AssetCommand, AssetView
from services.content.standing.schemas import Command


class DownloadAssetCommand(AssetCommand):
    version_number = fields.Integer(validate=validate.Range(min=1))


class ViewedAsset(AssetView):
    held_version_number = fields.Integer(
        required=True, allow_none=True, metadata={"description": "The newest version that you took out or passed on."}
    )


class FileToSend(Schema):
    """For the gateway alone, which streams the file and keeps the key to itself."""

    asset_id = fields.UUID(required=True)
    version_number = fields.Integer(required=True, attribute="number")
    blob_key = fields.String(required=True)
    filename = fields.String(required=True)
    media_type = fields.String(required=True)
    size = fields.Integer(required=True)


class GetUsageCommand(Command):
    asset_id = fields.UUID()
    partner_id = fields.UUID()
    person_id = fields.UUID()
    since = fields.Date(load_default=None, allow_none=True)

    @validates_schema
    def names_something(self, data: dict[str, object], **_: object) -> None:
        if not data.keys() & {"asset_id", "partner_id", "person_id"}:
            raise ValidationError("Missing data for required field.", "asset_id")


class Counts(Schema):
    views = fields.Integer(required=True)
    downloads = fields.Integer(required=True)
    shares = fields.Integer(required=True)
    opens = fields.Integer(required=True)


class AssetUsage(Counts):
    asset_id = fields.UUID(required=True)
    title = fields.String(required=True)


class PartnerUsage(Counts):
    partner_id = fields.UUID(required=True)
    name = fields.String(required=True)


class PersonUsage(Counts):
    person_id = fields.UUID(required=True)


class VersionUsage(Counts):
    version_number = fields.Integer(required=True)


class UsageView(Counts):
    last_used_at = fields.AwareDateTime(required=True, allow_none=True)
    by_asset = fields.List(fields.Nested(AssetUsage()), required=True)
    by_partner = fields.List(fields.Nested(PartnerUsage()), required=True)
    by_person = fields.List(fields.Nested(PersonUsage()), required=True)
    by_version = fields.List(fields.Nested(VersionUsage()), required=True)
