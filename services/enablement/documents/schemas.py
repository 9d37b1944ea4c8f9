"""The edge of documents: what commands may say and what views show."""

from marshmallow import Schema, fields, validate

from services.enablement.certificates.schemas import CertificateCommand
from services.enablement.documents.model import WORDINGS


class DocumentCommand(CertificateCommand):
    language = fields.String(load_default="en", validate=validate.OneOf(sorted(WORDINGS)))


class DocumentView(Schema):
    blob_key = fields.String(required=True)
    filename = fields.String(required=True)
    media_type = fields.String(required=True)
