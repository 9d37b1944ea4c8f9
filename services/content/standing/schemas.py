"""Tolerant readers of what others publish, and what every command of this service goes through first."""

import re
from typing import Any

from marshmallow import EXCLUDE, Schema, ValidationError, fields, pre_load

# NUL cannot be stored and lone surrogates cannot be encoded: both are refused here, by name, instead of failing later.
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


class Command(Schema):
    """Trims text, refuses what cannot be stored, and takes an empty field for one that was not filled in."""

    @pre_load
    def tidy(self, data: Any, **_: Any) -> Any:
        if not isinstance(data, dict):
            return data
        trimmed = {name: _trimmed(value, name) for name, value in data.items()}
        clearable = {name for name, field in self.fields.items() if field.allow_none}
        emptied = {name: None for name, value in trimmed.items() if value == "" and name in clearable}
        return {name: value for name, value in trimmed.items() if value != ""} | emptied


def _trimmed(value: Any, name: str) -> Any:
    if isinstance(value, dict):
        return {inner: _trimmed(found, name) for inner, found in value.items()}
    if isinstance(value, list):
        return [_trimmed(found, name) for found in value]
    if isinstance(value, str) and _UNSTORABLE.search(value):
        raise ValidationError({name: ["Contains characters that cannot be stored."]})
    return value.strip() if isinstance(value, str) else value


class PartnerFact(Schema):
    class Meta:
        unknown = EXCLUDE

    partner_id = fields.UUID(required=True)
    legal_name = fields.String(required=True)
    status = fields.String(required=True)
    tier = fields.String(load_default=None, allow_none=True)
    partner_type = fields.String(load_default=None, allow_none=True)
    region = fields.String(load_default=None, allow_none=True)
    country = fields.String(load_default=None, allow_none=True)


class PersonFact(Schema):
    class Meta:
        unknown = EXCLUDE

    person_id = fields.UUID(required=True)
    partner_id = fields.UUID(load_default=None, allow_none=True)
    roles = fields.List(fields.String(), required=True)


class CertificateFact(Schema):
    class Meta:
        unknown = EXCLUDE

    certificate_id = fields.UUID(required=True)
    person_id = fields.UUID(required=True)
    certification_code = fields.String(required=True)
    status = fields.String(required=True)
    replaces_certificate_id = fields.UUID(load_default=None, allow_none=True)


class DealFact(Schema):
    class Meta:
        unknown = EXCLUDE

    deal_registration_id = fields.UUID(required=True)
    partner_id = fields.UUID(required=True)
    number = fields.String(required=True)
