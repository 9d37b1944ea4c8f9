"""The edge of offboarding: what the command may say and what the view shows."""

from marshmallow import Schema, fields, validate

from services.partners.programs.schemas import Command


class TerminatePartnerCommand(Command):
    partner_id = fields.UUID(required=True)
    reason = fields.String(required=True, validate=validate.Length(min=1, max=2000))


class TerminatedView(Schema):
    partner_id = fields.UUID(required=True)
    status = fields.String(required=True)
    people_released = fields.Integer(required=True)
    version = fields.Integer(required=True)
