"""The edge of organisations: what commands may say and what views show."""

import re
from typing import Any

import pycountry
from marshmallow import Schema, ValidationError, fields, validate

from services.partners.organisations.model import PARTNER_TYPES, TIERS, PartnerStatus, company_domain
from services.partners.programs.schemas import Command, MembershipView
from services.partners.regions.model import REGIONS

STATUSES = [status.value for status in PartnerStatus]
_HOST = re.compile(r"[\w-]+(\.[\w-]+)+")


def country(**options: Any) -> fields.String:
    """An ISO 3166-1 code of two letters."""
    return fields.String(validate=[validate.Regexp("^[A-Z]{2}$"), _exists], **options)


def domain(**options: Any) -> fields.String:
    """A company's domain, as people paste it: an address, a host or a mail domain."""
    return fields.String(validate=[validate.Length(max=253), _names_a_host], **options)


def _exists(code: str) -> None:
    if pycountry.countries.get(alpha_2=code) is None:
        raise ValidationError("Not an ISO 3166-1 country code.")


def _names_a_host(pasted: str) -> None:
    if not _HOST.fullmatch(company_domain(pasted) or ""):
        raise ValidationError("Not a domain.")


class PartnerCommand(Command):
    """Names one partner."""

    partner_id = fields.UUID(required=True)


class GetPartnerCommand(PartnerCommand):
    as_of = fields.AwareDateTime(
        allow_none=True, metadata={"description": "Show the record as it stood at this moment."}
    )


class ListPartnersCommand(Command):
    status = fields.List(fields.String(validate=validate.OneOf(STATUSES)))
    q = fields.String(validate=validate.Length(max=100), metadata={"description": "Part of a name or a domain."})
    country = country()
    partner_type = fields.String(validate=validate.OneOf(PARTNER_TYPES))
    tier = fields.String(validate=validate.OneOf(TIERS))
    region = fields.String(validate=validate.OneOf(REGIONS))
    parent_partner_id = fields.UUID()
    channel_manager_id = fields.UUID()
    sort = fields.String(validate=validate.OneOf(["legal_name", "-created_at"]), load_default="legal_name")
    limit = fields.Integer(validate=validate.Range(min=1, max=100), load_default=25)
    cursor = fields.String(allow_none=True, load_default=None)


class UpdatePartnerCommand(PartnerCommand):
    version = fields.Integer(
        required=True, metadata={"description": "The version that was read; another one is refused."}
    )
    legal_name = fields.String(validate=validate.Length(min=1, max=200))
    country = country()
    domain = domain(allow_none=True)
    city = fields.String(allow_none=True, validate=validate.Length(max=100))
    registration_no = fields.String(allow_none=True, validate=validate.Length(max=50))
    partner_type = fields.String(validate=validate.OneOf(PARTNER_TYPES))
    tier = fields.String(validate=validate.OneOf(TIERS), metadata={"description": "Set by the vendor alone."})
    parent_partner_id = fields.UUID(allow_none=True)


class ReasonedPartnerCommand(PartnerCommand):
    reason = fields.String(required=True, validate=validate.Length(min=1, max=2000))


class ReinstatePartnerCommand(PartnerCommand):
    reason = fields.String(allow_none=True, load_default=None, validate=validate.Length(max=2000))


class PartnerHistoryCommand(PartnerCommand):
    limit = fields.Integer(validate=validate.Range(min=1, max=100), load_default=50)
    cursor = fields.String(allow_none=True, load_default=None)


class PartnerSummary(Schema):
    partner_id = fields.UUID(required=True)
    legal_name = fields.String(required=True)
    country = fields.String(required=True)
    city = fields.String(allow_none=True, required=True)
    domain = fields.String(allow_none=True, required=True)
    partner_type = fields.String(required=True)
    tier = fields.String(required=True, validate=validate.OneOf(TIERS))
    region = fields.String(
        required=True, validate=validate.OneOf(REGIONS), metadata={"description": "Follows from the country."}
    )
    status = fields.String(required=True, validate=validate.OneOf(STATUSES))
    parent_partner_id = fields.UUID(allow_none=True, required=True)
    channel_manager_id = fields.UUID(allow_none=True, required=True)
    created_at = fields.AwareDateTime(required=True)


class PartnerView(PartnerSummary):
    registration_no = fields.String(allow_none=True, required=True)
    status_reason = fields.String(allow_none=True, required=True)
    status_since = fields.AwareDateTime(required=True)
    activated_at = fields.AwareDateTime(allow_none=True, required=True)
    version = fields.Integer(required=True)
    as_of = fields.AwareDateTime(allow_none=True, required=True)
    programs = fields.List(fields.Nested(MembershipView()), required=True)
    actions = fields.List(
        fields.String(), required=True, metadata={"description": "What this caller may do with it now."}
    )


class PartnerPage(Schema):
    items = fields.List(fields.Nested(PartnerSummary()), required=True)
    next_cursor = fields.String(allow_none=True, required=True)


class PartnerPeriodView(Schema):
    """The record as it stood from one change to the next."""

    effective_from = fields.AwareDateTime(required=True)
    effective_until = fields.AwareDateTime(allow_none=True, required=True)
    changed = fields.List(fields.String(), required=True)
    record = fields.Dict(keys=fields.String(), required=True)
    changed_by = fields.String(required=True)
    reason = fields.String(allow_none=True, required=True)


class PartnerHistoryPage(Schema):
    items = fields.List(fields.Nested(PartnerPeriodView()), required=True)
    next_cursor = fields.String(allow_none=True, required=True)
