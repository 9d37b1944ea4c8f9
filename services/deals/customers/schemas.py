"""How customers and their contacts look at the edge of the service."""

import re
from typing import Any

import pycountry
from marshmallow import Schema, ValidationError, fields, pre_load, validate

# NUL cannot be stored and lone surrogates cannot be encoded: both are refused here, by name, instead of failing later.
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


def _check_storable(value: str) -> None:
    if _UNSTORABLE.search(value):
        raise ValidationError("Contains characters that cannot be stored.")


def storable(longest: int, **options: Any) -> fields.String:
    """A storable string of at most `longest` characters; blank is refused unless null is allowed."""
    shortest = options.pop("shortest", 1)
    return fields.String(validate=[validate.Length(min=shortest, max=longest), _check_storable], **options)


def country_exists(value: str) -> None:
    if pycountry.countries.get(alpha_2=value) is None:
        raise ValidationError("Not an ISO 3166-1 country code.")


def _tidied(data: Any) -> Any:
    """Strings without surrounding blanks; an empty optional field counts as not given."""
    if not isinstance(data, dict):
        return data
    stripped = {key: value.strip() if isinstance(value, str) else value for key, value in data.items()}
    return {key: value for key, value in stripped.items() if value not in ("", None)}


class CustomerFields(Schema):
    """An end customer as somebody typed it. A draft needs the legal name alone."""

    legal_name = storable(200, required=True)
    country = fields.String(validate=[validate.Regexp(r"^[A-Z]{2}$"), country_exists])
    domain = storable(253)
    city = storable(120)
    postal_code = storable(20)
    registration_no = storable(40)

    @pre_load
    def tidy(self, data: Any, **_: Any) -> Any:
        tidied = _tidied(data)
        if isinstance(tidied, dict) and isinstance(tidied.get("country"), str):
            tidied["country"] = tidied["country"].upper()
        return tidied


class ContactFields(Schema):
    """The person at the customer. Personal data: kept out of events."""

    name = storable(200, required=True)
    email = fields.Email(required=True, validate=validate.Length(max=254))
    phone = storable(40)
    job_title = storable(120)

    @pre_load
    def tidy(self, data: Any, **_: Any) -> Any:
        return _tidied(data)


class CustomerView(Schema):
    legal_name = fields.String(required=True)
    country = fields.String(allow_none=True)
    domain = fields.String(allow_none=True)
    city = fields.String(allow_none=True)
    postal_code = fields.String(allow_none=True)
    registration_no = fields.String(allow_none=True)


class ContactView(Schema):
    name = fields.String(required=True)
    email = fields.String(required=True)
    phone = fields.String(allow_none=True)
    job_title = fields.String(allow_none=True)
