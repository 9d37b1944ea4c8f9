"""Changes of protection at the edge."""

from marshmallow import fields, validate

from services.deals.customers.schemas import storable
from services.deals.registrations.schemas import RegistrationCommand


class ExtendCommand(RegistrationCommand):
    days = fields.Integer(strict=True, validate=validate.Range(min=1, max=365))
    reason = storable(2000)


class ReleaseCommand(RegistrationCommand):
    reason = storable(2000)


class RevokeCommand(RegistrationCommand):
    reason = storable(2000, required=True)
