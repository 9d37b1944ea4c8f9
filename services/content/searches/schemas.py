"""Searches at the edge."""

from marshmallow import Schema, fields, validate

from services.content.assets.model import ASSET_TYPES
from services.content.assets.schemas import language_exists
from services.content.searches.model import Matched
from services.content.standing.schemas import Command

LONGEST = 200


class SearchAssetsCommand(Command):
    q = fields.String(
        validate=validate.Length(max=LONGEST),
        metadata={
            "description": 'Words of the title, the summary or the text inside; "a phrase", -without. All if absent.'
        },
    )
    asset_type = fields.String(validate=validate.OneOf(ASSET_TYPES))
    language = fields.String(validate=language_exists)
    product_line = fields.String(validate=validate.Length(max=64))
    as_partner_id = fields.UUID(metadata={"description": "Staff alone: exactly what this partner's people find."})
    limit = fields.Integer(load_default=20, validate=validate.Range(min=1, max=50))
    cursor = fields.String(load_default=None, allow_none=True)


class SuggestAssetsCommand(Command):
    q = fields.String(load_default="", validate=validate.Length(max=LONGEST))
    limit = fields.Integer(load_default=6, validate=validate.Range(min=1, max=10))


class Part(Schema):
    """A piece of text, and whether it is what was searched for."""

    text = fields.String(required=True)
    is_hit = fields.Boolean(required=True)


class FoundAsset(Schema):
    asset_id = fields.UUID(required=True)
    title = fields.String(required=True)
    title_parts = fields.List(fields.Nested(Part()), required=True)
    summary = fields.String(required=True)
    snippet = fields.List(fields.Nested(Part()), required=True)
    asset_type = fields.String(required=True)
    language = fields.String(required=True)
    product_lines = fields.List(fields.String(), required=True)
    filename = fields.String(required=True, allow_none=True)
    media_type = fields.String(required=True, allow_none=True)
    size = fields.Integer(required=True, allow_none=True)
    revised_at = fields.AwareDateTime(required=True)


class FacetCount(Schema):
    code = fields.String(required=True)
    count = fields.Integer(required=True)


class Facets(Schema):
    asset_type = fields.List(fields.Nested(FacetCount()), required=True)
    language = fields.List(fields.Nested(FacetCount()), required=True)
    product_line = fields.List(fields.Nested(FacetCount()), required=True)


class FoundAssets(Schema):
    """Counts come with the first page alone."""

    items = fields.List(fields.Nested(FoundAsset()), required=True)
    next_cursor = fields.String(required=True, allow_none=True)
    matched = fields.Enum(Matched, by_value=True, required=True)
    suggestion = fields.String(
        required=True, allow_none=True, metadata={"description": "What was searched for instead, where it was."}
    )
    total = fields.Integer()
    unfiltered_total = fields.Integer()
    facets = fields.Nested(Facets())


class SuggestedAsset(Schema):
    asset_id = fields.UUID(required=True)
    title = fields.String(required=True)
    asset_type = fields.String(required=True)
    language = fields.String(required=True)


class SuggestedAssets(Schema):
    items = fields.List(fields.Nested(SuggestedAsset()), required=True)
