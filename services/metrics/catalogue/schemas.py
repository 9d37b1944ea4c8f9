"""Numbers at the edge: what may be asked, and what an answer looks like."""

from marshmallow import Schema, fields, validate

PARTS = ["numerator", "denominator"]
_PERIOD = {"description": "2026, 2026-Q1, 2026-03, or last_90_days and the like."}


class Texts(Schema):
    en = fields.String(required=True)
    es = fields.String(required=True)


class ListMetricsCommand(Schema):
    """Nothing to choose."""


class MetricView(Schema):
    code = fields.String(required=True)
    title = fields.Nested(Texts(), required=True)
    formula = fields.Nested(Texts(), required=True, attribute="says")
    unit = fields.String(required=True)
    direction = fields.String(required=True, validate=validate.OneOf(["up", "down"]))
    grain = fields.List(fields.String(), required=True)
    sources = fields.List(fields.String(), required=True)
    audience = fields.String(required=True, validate=validate.OneOf(["partner", "staff"]))


class MetricList(Schema):
    currency = fields.String(required=True, metadata={"description": "What money is told in."})
    items = fields.List(fields.Nested(MetricView()), required=True)


class _Asked(Schema):
    metric = fields.String(required=True, validate=validate.Length(max=100))
    period = fields.String(load_default="last_90_days", validate=validate.Length(max=40), metadata=_PERIOD)
    partner_id = fields.UUID(load_default=None, metadata={"description": "Staff: of this partner, not of all."})


class MeasureCommand(_Asked):
    split_by = fields.String(load_default=None, validate=validate.OneOf(["partner"]))
    trend_periods = fields.Integer(
        load_default=0,
        validate=validate.Range(min=0, max=12),
        metadata={"description": "So many periods of the same length up to this one, the oldest first."},
    )


class TrendPoint(Schema):
    period = fields.String(required=True)
    value = fields.Decimal(required=True, allow_none=True, as_string=True)


class PartnerValue(Schema):
    partner_id = fields.UUID(required=True)
    partner_name = fields.String(required=True, allow_none=True)
    value = fields.Decimal(required=True, allow_none=True, as_string=True)
    n = fields.Integer(required=True)


class MeasureView(Schema):
    metric = fields.String(required=True)
    unit = fields.String(required=True)
    currency = fields.String(required=True, allow_none=True)
    period = fields.String(required=True)
    starts_on = fields.Date(required=True)
    ends_on = fields.Date(required=True)
    partner_id = fields.UUID(required=True, allow_none=True)
    value = fields.Decimal(required=True, allow_none=True, as_string=True)
    n = fields.Integer(required=True, metadata={"description": "How many things the value is made of."})
    is_mature = fields.Boolean(required=True)
    unconverted = fields.Integer(required=True, metadata={"description": "Amounts left out for want of a rate."})
    as_of = fields.AwareDateTime(required=True, allow_none=True)
    direction = fields.String(required=True, validate=validate.OneOf(["up", "down"]))
    trend = fields.List(fields.Nested(TrendPoint()), required=True)
    items = fields.List(fields.Nested(PartnerValue()), required=True)


class ListMetricRowsCommand(_Asked):
    part = fields.String(load_default="denominator", validate=validate.OneOf(PARTS))
    limit = fields.Integer(load_default=50, validate=validate.Range(min=1, max=200))
    cursor = fields.String(load_default=None, allow_none=True)


class MetricRow(Schema):
    measure = fields.String(required=True)
    at = fields.AwareDateTime(required=True)
    kind = fields.String(required=True)
    subject_id = fields.UUID(required=True)
    label = fields.String(required=True, allow_none=True)
    partner_id = fields.UUID(required=True, allow_none=True)
    partner_name = fields.String(required=True, allow_none=True)
    value = fields.Decimal(required=True, as_string=True)
    amount = fields.Decimal(required=True, allow_none=True, as_string=True)
    currency = fields.String(required=True, allow_none=True)


class FreshnessCommand(Schema):
    """Nothing to choose."""


class SourceView(Schema):
    source = fields.String(required=True)
    as_of = fields.AwareDateTime(required=True)
    events = fields.Integer(required=True)


class FreshnessView(Schema):
    sources = fields.List(fields.Nested(SourceView()), required=True)


class ListFiguresCommand(Schema):
    period = fields.String(load_default="last_90_days", validate=validate.Length(max=40), metadata=_PERIOD)


class Figure(Schema):
    metric = fields.String(required=True)
    title = fields.Nested(Texts(), required=True)
    unit = fields.String(required=True)
    value = fields.Decimal(required=True, allow_none=True, as_string=True)
    n = fields.Integer(required=True)


class FiguresView(Schema):
    period = fields.String(required=True)
    currency = fields.String(required=True)
    items = fields.List(fields.Nested(Figure()), required=True)
    sources = fields.List(fields.Nested(SourceView()), required=True)
