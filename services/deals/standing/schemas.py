"""Tolerant readers of what partners and enablement publish: only the fields the replica keeps."""

from marshmallow import EXCLUDE, Schema, fields


class PartnerFact(Schema):
    class Meta:
        unknown = EXCLUDE

    partner_id = fields.UUID(required=True)
    legal_name = fields.String(required=True)
    status = fields.String(required=True)
    partner_type = fields.String(load_default=None, allow_none=True)
    country = fields.String(load_default=None, allow_none=True)
    parent_partner_id = fields.UUID(load_default=None, allow_none=True)


class CertificationFact(Schema):
    class Meta:
        unknown = EXCLUDE

    company_requirement_id = fields.UUID(required=True)
    partner_id = fields.UUID(required=True)
    certification_code = fields.String(required=True)
    required = fields.Integer(required=True)
    holders = fields.Integer(required=True)
    falls_below_on = fields.Date(load_default=None, allow_none=True)


class WithdrawnFact(Schema):
    class Meta:
        unknown = EXCLUDE

    company_requirement_id = fields.UUID(required=True)


class CertificationView(Schema):
    """How many certified people a partner has of those it has to have, as far as deals has heard."""

    certification_code = fields.String(required=True)
    status = fields.String(required=True)
    required = fields.Integer(required=True)
    holders = fields.Integer(required=True)
    falls_below_on = fields.Date(allow_none=True, required=True)
