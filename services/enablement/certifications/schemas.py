"""The edge of certifications: what commands may say and what views show."""

import re
from typing import Any

from marshmallow import Schema, ValidationError, fields, pre_load, validate

from services.enablement.certifications.model import REMINDERS, CertificationStatus

LANGUAGES = ("en", "es")
_STATUSES = [status.value for status in CertificationStatus]
# NUL cannot be stored and lone surrogates cannot be encoded: both are refused by name instead of failing later.
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


class Command(Schema):
    """Trims text and refuses what cannot be stored, before any field is looked at."""

    @pre_load
    def tidy(self, data: Any, **_: Any) -> Any:
        return {name: _trimmed(value, name) for name, value in data.items()} if isinstance(data, dict) else data


def _trimmed(value: Any, name: str) -> Any:
    if isinstance(value, dict):
        return {inner: _trimmed(found, name) for inner, found in value.items()}
    if isinstance(value, list):
        return [_trimmed(found, name) for found in value]
    if isinstance(value, str) and _UNSTORABLE.search(value):
        raise ValidationError({name: ["Contains characters that cannot be stored."]})
    return value.strip() if isinstance(value, str) else value


class Words(Schema):
    """A text in the languages of the suite; English is what stands in for a missing one."""

    en = fields.String(required=True, validate=validate.Length(min=1, max=200))
    es = fields.String(validate=validate.Length(min=1, max=200))


class Description(Schema):
    en = fields.String(validate=validate.Length(max=2000))
    es = fields.String(validate=validate.Length(max=2000))


def _courses(**more: Any) -> fields.List[Any]:
    return fields.List(
        fields.UUID(),
        validate=validate.Length(min=1, max=20),
        metadata={"description": "All of them have to be completed."},
        **more,
    )


def _months(**more: Any) -> fields.Integer:
    return fields.Integer(
        allow_none=True,
        validate=validate.Range(min=1, max=120),
        metadata={"description": "How long a certificate holds; null: for good."},
        **more,
    )


def _grace(**more: Any) -> fields.Integer:
    return fields.Integer(
        validate=validate.Range(min=0, max=365),
        metadata={"description": "Days after the end in which a renewal still counts from the old end."},
        **more,
    )


def _reminders(**more: Any) -> fields.List[Any]:
    return fields.List(
        fields.Integer(validate=validate.Range(min=1, max=365)),
        validate=validate.Length(max=10),
        metadata={"description": "Days before the end on which the holder is reminded, each once."},
        **more,
    )


class CreateCertificationCommand(Command):
    code = fields.String(required=True, validate=validate.Regexp("^[a-z0-9-]{1,64}$"))
    title = fields.Nested(Words, required=True)
    description = fields.Nested(Description, load_default=dict)
    course_ids = _courses(required=True)
    validity_months = _months(load_default=24)
    grace_days = _grace(load_default=30)
    reminders = _reminders(load_default=lambda: list(REMINDERS))


class CertificationCommand(Command):
    certification_id = fields.UUID(required=True)


class UpdateCertificationCommand(CertificationCommand):
    version = fields.Integer(required=True)
    title = fields.Nested(Words)
    description = fields.Nested(Description)
    course_ids = _courses()
    validity_months = _months()
    grace_days = _grace()
    reminders = _reminders()


class ListCertificationsCommand(Command):
    status = fields.List(fields.String(validate=validate.OneOf(_STATUSES)))
    limit = fields.Integer(validate=validate.Range(min=1, max=100), load_default=50)
    cursor = fields.String(allow_none=True, load_default=None)


class CertificationView(Schema):
    certification_id = fields.UUID(required=True)
    code = fields.String(required=True)
    title = fields.Nested(Words, required=True)
    description = fields.Nested(Description, required=True)
    course_ids = fields.List(fields.UUID(), required=True)
    validity_months = fields.Integer(allow_none=True, required=True)
    grace_days = fields.Integer(required=True)
    reminders = fields.List(fields.Integer(), required=True)
    status = fields.String(required=True, validate=validate.OneOf(_STATUSES))
    created_at = fields.AwareDateTime(required=True)
    version = fields.Integer(required=True)


class CertificationsPage(Schema):
    items = fields.List(fields.Nested(CertificationView), required=True)
    next_cursor = fields.String(allow_none=True, required=True)
