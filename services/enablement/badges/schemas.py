"""The edge of badges: what commands may say and what views show."""

from marshmallow import Schema, fields, validate

from services.enablement.certificates.schemas import CertificateCommand

__all__ = ["CertificateCommand"]


class BadgeView(Schema):
    credential = fields.String(required=True, metadata={"description": "Open Badges 3.0, a signed VC-JWT."})
    image = fields.String(required=True, metadata={"description": "An SVG that carries the credential."})
    filename = fields.String(required=True)


class NoCommand(Schema):
    """Nothing has to be said."""


class StatusListCommand(Schema):
    number = fields.Integer(required=True, validate=validate.Range(min=0, max=1_000_000))


class StatusListView(Schema):
    credential = fields.String(required=True, metadata={"description": "A signed BitstringStatusListCredential."})


class IssuerView(Schema):
    """A DID document; its keys are named by the standard."""

    context = fields.List(fields.String(), data_key="@context", attribute="@context", required=True)
    id = fields.String(required=True)
    verificationMethod = fields.List(fields.Dict(), required=True)  # noqa: N815 - the standard's name
    assertionMethod = fields.List(fields.String(), required=True)  # noqa: N815 - the standard's name
