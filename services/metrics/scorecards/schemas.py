"""Scorecards at the edge."""

from marshmallow import Schema, fields, validate

from services.metrics.catalogue.schemas import Texts, TrendPoint

PERIOD_HINT = {"description": "2026, 2026-Q1, 2026-03 or last_90_days"}


class PeriodView(Schema):
    code = fields.String(required=True)
    starts_on = fields.Date(required=True)
    ends_on = fields.Date(required=True)


class JudgedMetric(Schema):
    """A number with what it is measured against."""

    metric = fields.String(required=True)
    title = fields.Nested(Texts(), required=True)
    formula = fields.Nested(Texts(), required=True, attribute="says")
    unit = fields.String(required=True)
    direction = fields.String(required=True)
    value = fields.Decimal(required=True, allow_none=True, as_string=True)
    n = fields.Integer(required=True)
    unconverted = fields.Integer(required=True)
    is_mature = fields.Boolean(required=True)
    target = fields.Decimal(required=True, allow_none=True, as_string=True)
    target_set_for = fields.String(required=True, allow_none=True)
    share_of_target = fields.Decimal(required=True, allow_none=True, as_string=True, places=4)
    attainment = fields.String(required=True, allow_none=True, metadata={"description": "met, near or missed"})
    trend = fields.List(fields.Nested(TrendPoint()), required=True)


class PeersView(Schema):
    quarter = fields.Integer(required=True, allow_none=True, metadata={"description": "1 is the best quarter"})
    of = fields.Integer(required=True, allow_none=True)
    among = fields.String(required=True, metadata={"description": "type or program"})
    needed = fields.Integer(required=True)


class ScoredMetric(JudgedMetric):
    peers = fields.Nested(PeersView(), required=True)


class GetScorecardCommand(Schema):
    partner_id = fields.UUID(required=True)
    period = fields.String(required=True, validate=validate.Length(min=4, max=20), metadata=PERIOD_HINT)


class ScorecardView(Schema):
    partner_id = fields.UUID(required=True)
    partner_name = fields.String(required=True)
    partner_type = fields.String(required=True, allow_none=True)
    period = fields.Nested(PeriodView(), required=True)
    currency = fields.String(required=True)
    as_of = fields.AwareDateTime(required=True, allow_none=True)
    items = fields.List(fields.Nested(ScoredMetric()), required=True)
