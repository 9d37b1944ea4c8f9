"""The edge of people: what commands may say and what views show. Fields that identify someone are marked x-personal."""

from marshmallow import Schema, fields, validate

from services.partners.people.model import LANGUAGES, ROLES, PersonStatus
from services.partners.programs.schemas import Command

STATUSES = [status.value for status in PersonStatus]
PERSONAL = {"x-personal": True}


class PersonCommand(Command):
    """Names one person."""

    person_id = fields.UUID(required=True)


class AddPersonCommand(Command):
    partner_id = fields.UUID(
        allow_none=True,
        load_default=None,
        metadata={"description": "Absent: the caller's own partner; for staff, the vendor."},
    )
    name = fields.String(required=True, validate=validate.Length(min=1, max=200), metadata=PERSONAL)
    email = fields.Email(required=True, validate=validate.Length(max=200), metadata=PERSONAL)
    role = fields.String(required=True, validate=validate.OneOf(ROLES))
    job_title = fields.String(allow_none=True, load_default=None, validate=validate.Length(max=100), metadata=PERSONAL)
    phone = fields.String(allow_none=True, load_default=None, validate=validate.Length(max=40), metadata=PERSONAL)
    language = fields.String(load_default="en", validate=validate.OneOf(LANGUAGES))


class UpdatePersonCommand(PersonCommand):
    version = fields.Integer(required=True)
    name = fields.String(validate=validate.Length(min=1, max=200), metadata=PERSONAL)
    role = fields.String(validate=validate.OneOf(ROLES))
    job_title = fields.String(allow_none=True, validate=validate.Length(max=100), metadata=PERSONAL)
    phone = fields.String(allow_none=True, validate=validate.Length(max=40), metadata=PERSONAL)
    language = fields.String(validate=validate.OneOf(LANGUAGES))


class RemovePersonCommand(PersonCommand):
    reason = fields.String(load_default="left_company", validate=validate.Length(min=1, max=200))


class AssignChannelManagerCommand(Command):
    partner_id = fields.UUID(required=True)
    person_id = fields.UUID(required=True, allow_none=True)


class ListPeopleCommand(Command):
    partner_id = fields.UUID(metadata={"description": "Only people of this partner."})
    vendor = fields.Boolean(load_default=False, metadata={"description": "Only people of the vendor."})
    status = fields.List(fields.String(validate=validate.OneOf(STATUSES)))
    role = fields.String(validate=validate.OneOf(ROLES))
    q = fields.String(validate=validate.Length(max=100))
    limit = fields.Integer(validate=validate.Range(min=1, max=100), load_default=50)
    cursor = fields.String(allow_none=True, load_default=None)


class GetPeopleCommand(Command):
    person_ids = fields.List(fields.UUID(), required=True, validate=validate.Length(max=500))


class PersonView(Schema):
    person_id = fields.UUID(required=True)
    partner_id = fields.UUID(allow_none=True, required=True)
    name = fields.String(required=True, metadata=PERSONAL)
    email = fields.String(required=True, metadata=PERSONAL)
    roles = fields.List(fields.String(validate=validate.OneOf(ROLES)), required=True)
    job_title = fields.String(allow_none=True, required=True, metadata=PERSONAL)
    phone = fields.String(allow_none=True, required=True, metadata=PERSONAL)
    language = fields.String(required=True)
    status = fields.String(required=True, validate=validate.OneOf(STATUSES))
    invited_at = fields.AwareDateTime(required=True)
    joined_at = fields.AwareDateTime(allow_none=True, required=True)
    left_at = fields.AwareDateTime(allow_none=True, required=True)
    version = fields.Integer(required=True)


class PersonName(Schema):
    """Enough to show or write to someone; the vendor's people have no address for partners."""

    person_id = fields.UUID(required=True)
    partner_id = fields.UUID(allow_none=True, required=True)
    name = fields.String(required=True, metadata=PERSONAL)
    email = fields.String(allow_none=True, required=True, metadata=PERSONAL)
    language = fields.String(required=True)
    status = fields.String(required=True)


class PeoplePage(Schema):
    items = fields.List(fields.Nested(PersonView()), required=True)
    next_cursor = fields.String(allow_none=True, required=True)


class PeopleNames(Schema):
    items = fields.List(fields.Nested(PersonName()), required=True)


class StewardshipView(Schema):
    partner_id = fields.UUID(required=True)
    channel_manager_id = fields.UUID(allow_none=True, required=True)
    version = fields.Integer(required=True)
