"""Tolerant readers of what deals publishes: only what the numbers need; and the rates that amounts are converted at."""

from marshmallow import EXCLUDE, Schema, fields, validate


class _Reader(Schema):
    class Meta:
        unknown = EXCLUDE

    deal_registration_id = fields.UUID(required=True)


class RegistrationFact(_Reader):
    number = fields.String(required=True)
    revision = fields.Integer(required=True)
    partner_id = fields.UUID(required=True)
    status = fields.String(required=True)
    registration_type = fields.String(required=True)
    amount = fields.Decimal(load_default=None, allow_none=True)
    currency = fields.String(load_default=None, allow_none=True)
    submitted_at = fields.AwareDateTime(load_default=None, allow_none=True)
    decide_by = fields.AwareDateTime(load_default=None, allow_none=True)


class Decided(RegistrationFact):
    decided_at = fields.AwareDateTime(required=True)
    business_minutes = fields.Integer(load_default=None, allow_none=True)


class Won(RegistrationFact):
    won_on = fields.Date(required=True)


class Conflict(_Reader):
    """Which registration came into a conflict; with which other one is not for the numbers."""


class SetExchangeRateCommand(Schema):
    currency = fields.String(required=True, validate=validate.Regexp(r"^[A-Z]{3}$"))
    valid_from = fields.Date(required=True)
    rate = fields.Decimal(
        required=True,
        as_string=True,
        validate=validate.Range(min=0, min_inclusive=False, max=10**9),
        metadata={"description": "What one unit is worth in the reporting currency."},
    )


class ListExchangeRatesCommand(Schema):
    """Nothing to choose."""


class ExchangeRateView(Schema):
    currency = fields.String(required=True)
    valid_from = fields.Date(required=True)
    rate = fields.Decimal(required=True, as_string=True)


class ExchangeRateList(Schema):
    reporting_currency = fields.String(required=True)
    items = fields.List(fields.Nested(ExchangeRateView()), required=True)
