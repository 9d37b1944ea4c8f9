"""Registrations at the edge: commands in, views out."""

from typing import Any

import pycountry
from marshmallow import Schema, ValidationError, fields, pre_load, validate

from services.deals.customers.schemas import ContactFields, ContactView, CustomerFields, CustomerView, storable
from services.deals.lifecycle.model import VERBS, RegistrationType, SalesStage, Status
from services.deals.standing.schemas import CertificationView

STATUSES = [status.value for status in Status]
STAGES = [stage.value for stage in SalesStage]
TYPES = [kind.value for kind in RegistrationType]
VIEWS = ["needs_me", "in_review", "protected", "won", "lost"]
SORTS = ["-created_at", "created_at", "decide_by", "protected_until"]


def currency_exists(value: str) -> None:
    if pycountry.currencies.get(alpha_3=value) is None:
        raise ValidationError("Not an ISO 4217 currency code.")


class DealFields(Schema):
    """What a partner says about an opportunity; every field may be missing until it is submitted."""

    contact = fields.Nested(ContactFields())
    product_line = storable(64)
    amount = fields.Decimal(places=2, as_string=True, validate=validate.Range(min=0, max=10**12))
    currency = fields.String(validate=[validate.Regexp(r"^[A-Z]{3}$"), currency_exists])
    expected_close_on = fields.Date()
    registration_type = fields.String(validate=validate.OneOf(TYPES))
    evidence = storable(4000)
    description = storable(4000)

    @pre_load
    def tidy(self, data: Any, **_: Any) -> Any:
        if not isinstance(data, dict):
            return data
        kept = {key: value for key, value in data.items() if value not in ("", None)}
        if isinstance(kept.get("currency"), str):
            kept["currency"] = kept["currency"].upper()
        return kept


class RegisterDealCommand(DealFields):
    customer = fields.Nested(CustomerFields(), required=True)
    submit = fields.Boolean(load_default=True)
    partner_id = fields.UUID(metadata={"description": "Staff name the partner they register for."})


class UpdateDealRegistrationCommand(DealFields):
    deal_registration_id = fields.UUID(required=True)
    version = fields.Integer(required=True, strict=True)
    customer = fields.Nested(CustomerFields(partial=True))
    contact = fields.Nested(ContactFields(partial=True))
    sales_stage = fields.String(validate=validate.OneOf(STAGES))


class RegistrationCommand(Schema):
    """Names one registration; `version` makes the call fail when somebody else changed it meanwhile."""

    deal_registration_id = fields.UUID(required=True)
    version = fields.Integer(strict=True)


class ReadRegistrationCommand(Schema):
    deal_registration_id = fields.UUID(required=True)


class WithdrawCommand(RegistrationCommand):
    reason = storable(2000)


class ListDealRegistrationsCommand(Schema):
    status = fields.List(fields.String(validate=validate.OneOf(STATUSES)))
    sales_stage = fields.String(validate=validate.OneOf(STAGES))
    partner_id = fields.UUID()
    q = storable(120, metadata={"description": "Part of the customer's name, or a number."})
    view = fields.String(validate=validate.OneOf(VIEWS))
    sort = fields.String(validate=validate.OneOf(SORTS), load_default="-created_at")
    limit = fields.Integer(validate=validate.Range(min=1, max=200), load_default=50)
    cursor = fields.String()


class DecisionView(Schema):
    status = fields.String(required=True)
    reason_code = fields.String(allow_none=True)
    text = fields.String(allow_none=True)
    decided_by = fields.String(allow_none=True)
    decided_at = fields.AwareDateTime(allow_none=True)


class InfoRequestView(Schema):
    fields_ = fields.List(fields.String(), data_key="fields", required=True)
    text = fields.String(required=True)
    asked_at = fields.AwareDateTime(required=True)
    answer_until = fields.AwareDateTime(allow_none=True)


class PendingDecisionBrief(Schema):
    pending_decision_id = fields.UUID(required=True)
    decision = fields.String(required=True)
    decided_by = fields.String(required=True)
    execute_at = fields.AwareDateTime(required=True)


class RefusedDecisionBrief(PendingDecisionBrief):
    failure_code = fields.String(required=True)


class RegistrationView(Schema):
    """A registration as its reader may see it; `actions` are the verbs this reader may call now."""

    deal_registration_id = fields.UUID(required=True)
    number = fields.String(required=True)
    revision = fields.Integer(required=True)
    status = fields.String(required=True, validate=validate.OneOf(STATUSES))
    sales_stage = fields.String(required=True, validate=validate.OneOf(STAGES))
    version = fields.Integer(required=True)
    registration_type = fields.String(required=True, validate=validate.OneOf(TYPES))
    partner_id = fields.UUID(required=True)
    partner_name = fields.String(allow_none=True)
    submitted_by = fields.String(required=True)
    channel = fields.String(required=True)
    customer = fields.Nested(CustomerView(), required=True)
    contact = fields.Nested(ContactView(), allow_none=True)
    product_line = fields.String(allow_none=True)
    amount = fields.Decimal(places=2, as_string=True, allow_none=True)
    currency = fields.String(allow_none=True)
    expected_close_on = fields.Date(allow_none=True)
    description = fields.String(allow_none=True)
    evidence = fields.String(allow_none=True)
    created_at = fields.AwareDateTime(required=True)
    updated_at = fields.AwareDateTime(required=True)
    submitted_at = fields.AwareDateTime(allow_none=True)
    decided_at = fields.AwareDateTime(allow_none=True)
    decide_by = fields.AwareDateTime(allow_none=True)
    sla_paused_at = fields.AwareDateTime(allow_none=True)
    sla_paused_minutes = fields.Integer(required=True)
    decision = fields.Nested(DecisionView(), allow_none=True)
    info_request = fields.Nested(InfoRequestView(), allow_none=True)
    protected_until = fields.AwareDateTime(allow_none=True)
    extensions_used = fields.Integer(required=True)
    claimed_by = fields.String(allow_none=True, metadata={"description": "Staff only."})
    has_conflict = fields.Boolean(metadata={"description": "Staff only."})
    pending_decision = fields.Nested(
        PendingDecisionBrief(), allow_none=True, metadata={"description": "Staff only, in a single registration."}
    )
    refused_decision = fields.Nested(
        RefusedDecisionBrief(),
        allow_none=True,
        metadata={"description": "Staff only: the last decision pressed, where the rules refused it when it was due."},
    )
    partner_certifications = fields.List(
        fields.Nested(CertificationView()), metadata={"description": "Staff only, in a single registration."}
    )
    actions = fields.List(fields.String(validate=validate.OneOf(sorted(VERBS))), required=True)
    crm_opportunity_ref = fields.String(allow_none=True)
    won_on = fields.Date(allow_none=True)
    lost_reason = fields.String(allow_none=True)
    closed_at = fields.AwareDateTime(allow_none=True)


class RegistrationList(Schema):
    items = fields.List(fields.Nested(RegistrationView()), required=True)
    next_cursor = fields.String(allow_none=True)


class CountDealRegistrationsCommand(Schema):
    partner_id = fields.UUID()


class RegistrationCounts(Schema):
    by_status = fields.Dict(keys=fields.String(), values=fields.Integer(), required=True)
    needs_me = fields.Integer(required=True)
    expiring_soon = fields.Integer(required=True, metadata={"description": "Protection ends within 14 days."})
    overdue = fields.Integer(required=True, metadata={"description": "Undecided past their promise."})
    total = fields.Integer(required=True)
