"""The tolerant reader of what is said of a company's requirement."""

from marshmallow import EXCLUDE, Schema, fields


class RequirementFact(Schema):
    class Meta:
        unknown = EXCLUDE

    company_requirement_id = fields.UUID(required=True)
    partner_id = fields.UUID(required=True)
