"""Tolerant readers of what is said of people and their certificates; names and addresses stay unread."""

from marshmallow import EXCLUDE, Schema, fields


class PersonFact(Schema):
    class Meta:
        unknown = EXCLUDE

    person_id = fields.UUID(required=True)
    partner_id = fields.UUID(load_default=None, allow_none=True)


class CertificateFact(Schema):
    class Meta:
        unknown = EXCLUDE

    certificate_id = fields.UUID(required=True)
    person_id = fields.UUID(required=True)
    issued_at = fields.AwareDateTime(required=True)
    expires_at = fields.AwareDateTime(load_default=None, allow_none=True)


class CertificateIssued(CertificateFact):
    partner_id = fields.UUID(load_default=None, allow_none=True)


class CertificateTransferred(CertificateFact):
    previous_person_id = fields.UUID(required=True)
