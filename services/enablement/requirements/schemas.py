"""The edge of requirements: what commands may say and what views show."""

from marshmallow import Schema, fields, validate

from services.enablement.certifications.schemas import Command, Words
from services.enablement.requirements.model import RequirementStatus

_STATUSES = [status.value for status in RequirementStatus]


class SetRequirementCommand(Command):
    requirement_id = fields.UUID(
        load_default=None, allow_none=True, metadata={"description": "Absent: a further requirement."}
    )
    certification_id = fields.UUID(required=True)
    required = fields.Integer(
        required=True,
        validate=validate.Range(min=1, max=1000),
        metadata={"description": "How many people have to hold a valid certificate."},
    )
    partner_types = fields.List(
        fields.String(validate=validate.Length(min=1, max=60)),
        load_default=list,
        validate=validate.Length(max=20),
        metadata={"description": "Companies of which types; none named: of every type."},
    )


class RequirementCommand(Command):
    requirement_id = fields.UUID(required=True)


class ListRequirementsCommand(Command):
    limit = fields.Integer(validate=validate.Range(min=1, max=100), load_default=50)
    cursor = fields.String(allow_none=True, load_default=None)


class ListCompanyRequirementsCommand(ListRequirementsCommand):
    partner_id = fields.UUID()
    certification_id = fields.UUID()
    status = fields.List(fields.String(validate=validate.OneOf(_STATUSES)))


class RequirementView(Schema):
    requirement_id = fields.UUID(required=True)
    certification_id = fields.UUID(required=True)
    required = fields.Integer(required=True)
    partner_types = fields.List(fields.String(), required=True)
    created_at = fields.AwareDateTime(required=True)
    version = fields.Integer(required=True)


class NamedRequirementView(RequirementView):
    certification_code = fields.String(required=True)
    title = fields.Nested(Words, required=True)


class RequirementsPage(Schema):
    items = fields.List(fields.Nested(NamedRequirementView), required=True)
    next_cursor = fields.String(allow_none=True, required=True)


class RenewalView(Schema):
    person_id = fields.UUID(required=True)
    expires_at = fields.AwareDateTime(required=True)


class CompanyRequirementView(Schema):
    company_requirement_id = fields.UUID(required=True)
    requirement_id = fields.UUID(required=True)
    certification_id = fields.UUID(required=True)
    certification_code = fields.String(required=True)
    title = fields.Nested(Words, required=True)
    partner_id = fields.UUID(required=True)
    partner_name = fields.String(allow_none=True, required=True)
    required = fields.Integer(required=True)
    holders = fields.Integer(required=True, metadata={"description": "Distinct people with a valid certificate."})
    status = fields.String(required=True, validate=validate.OneOf(_STATUSES))
    falls_below_on = fields.Date(
        allow_none=True, required=True, metadata={"description": "If nobody renews: the first day with too few."}
    )
    renew = fields.List(
        fields.Nested(RenewalView), required=True, metadata={"description": "Whose certificates end until that day."}
    )
    changed_at = fields.AwareDateTime(required=True)


class CompanyRequirementsPage(Schema):
    items = fields.List(fields.Nested(CompanyRequirementView), required=True)
    next_cursor = fields.String(allow_none=True, required=True)
