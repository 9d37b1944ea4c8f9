"""Conflicts at the edge. The partner's answer has no room for whom."""

from marshmallow import Schema, fields, validate

from services.deals.customers.schemas import ContactFields, ContactView, CustomerFields, CustomerView, storable


class CheckConflictCommand(Schema):
    customer = fields.Nested(CustomerFields(), required=True)
    product_line = storable(64)
    contact = fields.Nested(ContactFields(partial=True))
    partner_id = fields.UUID(metadata={"description": "Staff may name the partner they ask for."})


class ConflictCheckView(Schema):
    """`reasons` are codes: already_registered, duplicate_same_partner, partner_not_eligible."""

    outcome = fields.String(required=True, validate=validate.OneOf(["clear", "possible_conflict", "ineligible"]))
    reasons = fields.List(fields.String(), required=True)


class RegistrationConflictsCommand(Schema):
    deal_registration_id = fields.UUID(required=True)


class SignalView(Schema):
    signal = fields.String(required=True)
    points = fields.Float(required=True)
    ours = fields.String(allow_none=True)
    theirs = fields.String(allow_none=True)


class SideView(Schema):
    """One registration in the side by side."""

    deal_registration_id = fields.UUID(required=True)
    number = fields.String(required=True)
    status = fields.String(required=True)
    sales_stage = fields.String(required=True)
    registration_type = fields.String(required=True)
    partner_id = fields.UUID(required=True)
    partner_name = fields.String(allow_none=True)
    customer = fields.Nested(CustomerView(), required=True)
    contact = fields.Nested(ContactView(), allow_none=True)
    product_line = fields.String(allow_none=True)
    amount = fields.Decimal(places=2, as_string=True, allow_none=True)
    currency = fields.String(allow_none=True)
    expected_close_on = fields.Date(allow_none=True)
    evidence = fields.String(allow_none=True)
    priority_at = fields.AwareDateTime(allow_none=True)
    protected_until = fields.AwareDateTime(allow_none=True)
    decided_by = fields.String(allow_none=True)


class CandidateView(Schema):
    score = fields.Float(required=True)
    band = fields.String(required=True, validate=validate.OneOf(["same", "probable", "possible"]))
    rule_version = fields.Integer(required=True)
    signals = fields.List(fields.Nested(SignalView()), required=True)
    in_scope = fields.Boolean(required=True)
    same_partner = fields.Boolean(required=True)
    has_priority = fields.Boolean(required=True, metadata={"description": "The other registration came first."})
    resolution = fields.String(allow_none=True, validate=validate.OneOf(["open", "cleared", "overridden"]))
    registration = fields.Nested(SideView(), required=True)


class RegistrationConflictsView(Schema):
    registration = fields.Nested(SideView(), required=True)
    candidates = fields.List(fields.Nested(CandidateView()), required=True)
