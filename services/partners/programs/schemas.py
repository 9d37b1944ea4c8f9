"""The edge of programs: what commands may say and what views show."""

from marshmallow import Schema, fields, validate


class EnsureProgramCommand(Schema):
    code = fields.String(required=True, validate=validate.Regexp("^[a-z0-9-]{1,64}$"))
    name = fields.String(required=True, validate=validate.Length(min=1, max=200))
    description = fields.String(load_default="", validate=validate.Length(max=2000))


class GetProgramCommand(Schema):
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
