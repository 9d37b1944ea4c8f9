"""An audience at the edge: seven lists of codes, each empty where it asks nothing."""

from typing import Any

import pycountry
from marshmallow import Schema, ValidationError, fields, post_load, validate

from services.content.audiences.model import CHOICES
from services.content.standing.model import Attributes
from services.content.standing.schemas import Command


def country_exists(code: str) -> None:
    if pycountry.countries.get(alpha_2=code) is None:
        raise ValidationError("Not an ISO 3166-1 country code.")


def _codes(name: str) -> fields.List[str]:
    return fields.List(fields.String(validate=validate.OneOf(CHOICES[name])), load_default=list)


class AudienceRule(Schema):
    """All of the lists must hold; of one list, any code will do."""

    tiers = _codes("tiers")
    partner_types = _codes("partner_types")
    regions = _codes("regions")
    countries = fields.List(
        fields.String(validate=country_exists), load_default=list, validate=validate.Length(max=250)
    )
    languages = _codes("languages")
    roles = _codes("roles")
    certifications = fields.List(
        fields.String(validate=validate.Regexp(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}\Z")),
        load_default=list,
        validate=validate.Length(max=50),
    )

    @post_load
    def rule(self, data: dict[str, list[str]], **_: Any) -> Attributes:
        return Attributes(**{name: tuple(dict.fromkeys(codes)) for name, codes in data.items()})


class PreviewAudienceCommand(Command):
    audience = fields.Nested(AudienceRule(), required=True)


class ReachedPartner(Schema):
    partner_id = fields.UUID(required=True)
    name = fields.String(required=True)


class ReachView(Schema):
    partner_count = fields.Integer(required=True)
    person_count = fields.Integer(required=True)
    partners = fields.List(fields.Nested(ReachedPartner()), required=True)
