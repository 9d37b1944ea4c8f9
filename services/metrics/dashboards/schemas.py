"""The dashboard at the edge."""

from marshmallow import Schema, fields, validate

from services.metrics.scorecards.schemas import PERIOD_HINT, JudgedMetric, PeriodView

_VALUES = fields.Dict(keys=fields.String(), values=fields.Decimal(allow_none=True, as_string=True), required=True)


class GetDashboardCommand(Schema):
    period = fields.String(required=True, validate=validate.Length(min=4, max=20), metadata=PERIOD_HINT)


class MonthView(Schema):
    period = fields.String(required=True)
    values = _VALUES
    targets = _VALUES


class ForemostPartner(Schema):
    partner_id = fields.UUID(required=True)
    name = fields.String(required=True)
    partner_type = fields.String(required=True, allow_none=True)
    values = _VALUES


class TypeCount(Schema):
    partner_type = fields.String(required=True)
    active = fields.Integer(required=True)


class DashboardView(Schema):
    period = fields.Nested(PeriodView(), required=True)
    currency = fields.String(required=True)
    as_of = fields.AwareDateTime(required=True, allow_none=True)
    items = fields.List(fields.Nested(JudgedMetric()), required=True)
    months = fields.List(fields.Nested(MonthView()), required=True)
    partners = fields.List(fields.Nested(ForemostPartner()), required=True)
    partner_types = fields.List(fields.Nested(TypeCount()), required=True)
