"""Targets at the edge."""

from typing import Any

from marshmallow import Schema, ValidationError, fields, validate, validates_schema

PERIOD = r"^20\d\d(-(Q[1-4]|0[1-9]|1[0-2]))?$"
ADDRESSEES = ["program", "type", "partner"]
CODE = r"^[a-z][a-z0-9_]{1,79}$"
PARTNER_TYPE = r"^[a-z][a-z0-9_]{0,29}$"


class _Addressee(Schema):
    """Whom it is asked of: one partner, those of a type, or both left out."""

    partner_id = fields.UUID(load_default=None, allow_none=True)
    partner_type = fields.String(load_default=None, allow_none=True, validate=validate.Regexp(PARTNER_TYPE))

    @validates_schema
    def one_addressee(self, data: dict[str, Any], **_: Any) -> None:
        if data.get("partner_id") and data.get("partner_type"):
            raise ValidationError("Name a partner or a type of partner, not both.", "partner_type")


class TargetKey(_Addressee):
    """A metric, a period of the calendar (running, past or to come) and whom it is asked of; nobody named is all."""

    metric = fields.String(required=True, validate=validate.Regexp(CODE))
    period = fields.String(required=True, validate=validate.Regexp(PERIOD, error="Not a year, quarter or month."))


class SetTargetCommand(TargetKey):
    value = fields.Decimal(
        required=True, allow_none=True, as_string=True, places=4, validate=validate.Range(min=0, max=10**15)
    )
    version = fields.Integer(load_default=None, allow_none=True, validate=validate.Range(min=0))


class ListTargetsCommand(_Addressee):
    """Nobody named is every addressee; `set_for` chooses a kind of them."""

    set_for = fields.String(load_default=None, allow_none=True, validate=validate.OneOf(ADDRESSEES))
    period = fields.String(validate=validate.Regexp(PERIOD))
    metric = fields.String(validate=validate.Regexp(CODE))
    limit = fields.Integer(load_default=50, validate=validate.Range(min=1, max=200))
    cursor = fields.String()


class TargetView(Schema):
    metric = fields.String(required=True)
    period = fields.String(required=True)
    set_for = fields.String(required=True, metadata={"description": "program, type or partner"})
    partner_id = fields.UUID(required=True, allow_none=True)
    partner_type = fields.String(required=True, allow_none=True)
    value = fields.Decimal(required=True, allow_none=True, as_string=True)
    version = fields.Integer(required=True)
    set_by = fields.String(required=True)
    set_at = fields.AwareDateTime(required=True)


class ListedTarget(TargetView):
    partner_name = fields.String(required=True, allow_none=True)


class TargetList(Schema):
    items = fields.List(fields.Nested(ListedTarget()), required=True)
    next_cursor = fields.String(required=True, allow_none=True)


class TargetVersions(Schema):
    items = fields.List(fields.Nested(TargetView()), required=True)
