"""The edge of certificates: what commands may say and what views show. Holders' names are marked x-personal."""

from marshmallow import Schema, fields, validate

from chassis.validation import Moment
from services.enablement.certificates.model import REASONS, CertificateStatus, Standing
from services.enablement.certifications.schemas import Command, Words

_STATUSES = [status.value for status in CertificateStatus]
_STANDINGS = [standing.value for standing in Standing]
_PERSONAL = {"x-personal": True}


class CertificateCommand(Command):
    certificate_id = fields.UUID(required=True)


class ListCertificatesCommand(Command):
    person_id = fields.UUID(metadata={"description": "Only those of this person."})
    partner_id = fields.UUID(metadata={"description": "Only those earned for this partner."})
    certification_id = fields.UUID()
    status = fields.List(fields.String(validate=validate.OneOf(_STATUSES)))
    expires_before = Moment(metadata={"description": "Only current ones that end before."})
    q = fields.String(
        validate=validate.Length(min=1, max=100), metadata={"description": "In the holder's name, or the number."}
    )
    limit = fields.Integer(validate=validate.Range(min=1, max=100), load_default=50)
    cursor = fields.String(allow_none=True, load_default=None)


class RevokeCertificateCommand(CertificateCommand):
    reason_code = fields.String(required=True, validate=validate.OneOf(REASONS))
    reason = fields.String(
        required=True,
        validate=validate.Length(min=1, max=1000),
        metadata={"description": "Its holder reads this."},
    )


class TransferCertificatesCommand(Command):
    person_id = fields.UUID(required=True, metadata={"description": "Who they were; must have left."})
    to_person_id = fields.UUID(required=True, metadata={"description": "Who they are now."})


class VerifyCertificateCommand(Command):
    code = fields.String(required=True, validate=validate.Length(min=1, max=40))


class CertificateView(Schema):
    certificate_id = fields.UUID(required=True)
    number = fields.String(required=True)
    code = fields.String(required=True, metadata={"description": "Whoever holds it can verify the certificate."})
    certification_id = fields.UUID(required=True)
    certification_code = fields.String(required=True)
    title = fields.Nested(Words, required=True)
    person_id = fields.UUID(required=True)
    partner_id = fields.UUID(allow_none=True, required=True)
    holder_name = fields.String(required=True, metadata=_PERSONAL)
    issued_at = fields.AwareDateTime(required=True)
    expires_at = fields.AwareDateTime(allow_none=True, required=True)
    grace_days = fields.Integer(required=True)
    status = fields.String(required=True, validate=validate.OneOf(_STATUSES))
    standing = fields.String(
        required=True, validate=validate.OneOf(_STANDINGS), metadata={"description": "What a stranger is told."}
    )
    replaces_certificate_id = fields.UUID(allow_none=True, required=True)
    revoked_at = fields.AwareDateTime(allow_none=True, required=True)
    revoked_by = fields.String(allow_none=True, required=True)
    reason_code = fields.String(allow_none=True, required=True)
    reason = fields.String(allow_none=True, required=True)
    printed_at = fields.AwareDateTime(
        allow_none=True, required=True, metadata={"description": "From then on the document can be had."}
    )
    version = fields.Integer(required=True)


class CertificatesPage(Schema):
    items = fields.List(fields.Nested(CertificateView), required=True)
    next_cursor = fields.String(allow_none=True, required=True)


class VerifiedView(Schema):
    """All that a stranger is told."""

    holder_name = fields.String(required=True, metadata=_PERSONAL)
    title = fields.Nested(Words, required=True)
    issued_at = fields.AwareDateTime(required=True)
    expires_at = fields.AwareDateTime(allow_none=True, required=True)
    status = fields.String(required=True, validate=validate.OneOf(_STANDINGS))
