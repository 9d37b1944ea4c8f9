"""The sales track at the edge."""

from marshmallow import fields, validate

from services.deals.customers.schemas import storable
from services.deals.registrations.schemas import STAGES, RegistrationCommand


class ConvertCommand(RegistrationCommand):
    crm_opportunity_ref = storable(120)


class MarkWonCommand(RegistrationCommand):
    amount = fields.Decimal(places=2, as_string=True, validate=validate.Range(min=0, max=10**12))
    won_on = fields.Date()


class MarkLostCommand(RegistrationCommand):
    reason = storable(2000)


class ReopenCommand(RegistrationCommand):
    reason = storable(2000)


class SetStageCommand(RegistrationCommand):
    sales_stage = fields.String(required=True, validate=validate.OneOf(STAGES))
