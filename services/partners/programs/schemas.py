"""The edge of programs, and what every command of this service goes through before its fields are looked at."""

import re
from typing import Any

from marshmallow import Schema, ValidationError, fields, pre_load, validate

# NUL cannot be stored and lone surrogates cannot be encoded: both are refused here, by name, instead of failing later.
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


class Command(Schema):
    """Trims text, refuses what cannot be stored, and takes an empty field for one that was not filled in."""

    @pre_load
    def tidy(self, data: Any, **_: Any) -> Any:
        if not isinstance(data, dict):
            return data
        trimmed = {name: trimmed_text(value, name) for name, value in data.items()}
        clearable = {name for name, field in self.fields.items() if field.allow_none}
        emptied = {name: None for name, value in trimmed.items() if value == "" and name in clearable}
        return {name: value for name, value in trimmed.items() if value != ""} | emptied


def trimmed_text(value: Any, name: str) -> Any:
    """The value with every text inside trimmed."""
    if isinstance(value, dict):
        return {inner: trimmed_text(found, name) for inner, found in value.items()}
    if isinstance(value, list):
        return [trimmed_text(found, name) for found in value]
    if isinstance(value, str) and _UNSTORABLE.search(value):
        raise ValidationError({name: ["Contains characters that cannot be stored."]})
    return value.strip() if isinstance(value, str) else value


class EnsureProgramCommand(Command):
    code = fields.String(required=True, validate=validate.Regexp("^[a-z0-9-]{1,64}$"))
    name = fields.String(required=True, validate=validate.Length(min=1, max=200))
    description = fields.String(load_default="", validate=validate.Length(max=2000))


class GetProgramCommand(Command):
    code = fields.String(validate=validate.Length(max=64), load_default=None, allow_none=True)


class ProgramView(Schema):
    program_id = fields.UUID(required=True)
    code = fields.String(required=True)
    name = fields.String(required=True)
    description = fields.String(required=True)
    is_default = fields.Boolean(
        required=True, metadata={"description": "New partners take part in it from their first day."}
    )
    member_count = fields.Integer(required=True)
    created_at = fields.AwareDateTime(required=True)


class MembershipView(Schema):
    program_id = fields.UUID(required=True)
    code = fields.String(required=True)
    name = fields.String(required=True)
    joined_on = fields.Date(required=True)
    left_on = fields.Date(allow_none=True, required=True)
