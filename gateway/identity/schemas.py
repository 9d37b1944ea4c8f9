"""The edge of identity: what may be said to it, and what it shows.
No view has a field for a hash or another's secret.
"""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from gateway.identity.roles import ROLES

LANGUAGES = ("en", "es")
THEMES = ("auto", "light", "dark")
PASSWORD = validate.Length(max=1024)


class NothingCommand(Schema):
    """Takes nothing."""


class SignInCommand(Schema):
    email = fields.String(required=True, validate=validate.Length(min=1, max=254))
    password = fields.String(required=True, validate=PASSWORD)


class SignedInView(Schema):
    token = fields.String(required=True, metadata={"description": "Send it as Authorization: Bearer. Shown once."})
    expires_at = fields.AwareDateTime(required=True)


class SessionCommand(Schema):
    session_id = fields.UUID(required=True)


class SessionView(Schema):
    session_id = fields.UUID(required=True)
    created_at = fields.AwareDateTime(required=True)
    last_seen_at = fields.AwareDateTime(required=True)
    expires_at = fields.AwareDateTime(required=True)
    address = fields.String(required=True)
    agent = fields.String(required=True)
    is_current = fields.Boolean(required=True)


class CreateTokenCommand(Schema):
    name = fields.String(required=True, validate=validate.Length(min=1, max=80))
    scopes = fields.List(
        fields.String(validate=validate.Length(max=80)),
        allow_none=True,
        load_default=None,
        validate=validate.Length(max=50),
        metadata={"description": "For example deal-registrations:read. Absent: everything the account may do."},
    )


class TokenView(Schema):
    token_id = fields.UUID(required=True)
    name = fields.String(required=True)
    prefix = fields.String(required=True)
    scopes = fields.List(fields.String(), allow_none=True, required=True)
    created_at = fields.AwareDateTime(required=True)
    last_used_at = fields.AwareDateTime(allow_none=True, required=True)


class CreatedTokenView(TokenView):
    token = fields.String(required=True, metadata={"description": "Shown once."})


class TokenCommand(Schema):
    token_id = fields.UUID(required=True)


class InvitationCommand(Schema):
    token = fields.String(required=True, validate=validate.Length(max=200))


class AcceptInvitationCommand(InvitationCommand):
    password = fields.String(required=True, validate=PASSWORD)


class InvitationView(Schema):
    email = fields.String(required=True)
    display_name = fields.String(required=True)
    language = fields.String(required=True)
    partner_id = fields.UUID(required=True, allow_none=True)


class AskForResetCommand(Schema):
    email = fields.String(required=True, validate=validate.Length(min=1, max=254))


class ResetCommand(Schema):
    token = fields.String(required=True, validate=validate.Length(max=200))
    password = fields.String(required=True, validate=PASSWORD)


class AccountView(Schema):
    account_id = fields.UUID(required=True)
    person_id = fields.UUID(required=True)
    partner_id = fields.UUID(required=True, allow_none=True)
    email = fields.String(required=True)
    display_name = fields.String(required=True)
    roles = fields.List(fields.String(validate=validate.OneOf(ROLES)), required=True)
    language = fields.String(required=True)
    theme = fields.String(required=True)
    created_at = fields.AwareDateTime(required=True)
    disabled_at = fields.AwareDateTime(required=True, allow_none=True)
    version = fields.Integer(required=True)


class UpdateAccountCommand(Schema):
    version = fields.Integer(required=True)
    display_name = fields.String(validate=validate.Length(min=1, max=200))
    language = fields.String(validate=validate.OneOf(LANGUAGES))
    theme = fields.String(validate=validate.OneOf(THEMES))


class ChangePasswordCommand(Schema):
    current_password = fields.String(required=True, validate=PASSWORD)
    new_password = fields.String(required=True, validate=PASSWORD)


class ListAccountsCommand(Schema):
    q = fields.String(validate=validate.Length(max=100))
    role = fields.String(validate=validate.OneOf(ROLES))
    partner_id = fields.UUID()
    staff = fields.Boolean(metadata={"description": "Only the vendor's staff, or only partners' people."})
    limit = fields.Integer(validate=validate.Range(min=1, max=100), load_default=50)
    cursor = fields.String(allow_none=True, load_default=None)


class AccountCommand(Schema):
    account_id = fields.UUID(required=True)


class CreateAccountCommand(Schema):
    email = fields.Email(required=True, validate=validate.Length(max=254))
    display_name = fields.String(required=True, validate=validate.Length(min=1, max=200))
    roles = fields.List(fields.String(validate=validate.OneOf(ROLES)), required=True, validate=validate.Length(min=1))
    language = fields.String(load_default="en", validate=validate.OneOf(LANGUAGES))


class ChangeRolesCommand(AccountCommand):
    version = fields.Integer()
    roles = fields.List(fields.String(validate=validate.OneOf(ROLES)), required=True, validate=validate.Length(min=1))


class AuditCommand(Schema):
    actor = fields.String(validate=validate.Length(max=80))
    operation = fields.String(validate=validate.Length(max=80))
    accepted = fields.Boolean()
    limit = fields.Integer(validate=validate.Range(min=1, max=200), load_default=50)
    cursor = fields.String(allow_none=True, load_default=None)


class AuditEntryView(Schema):
    audit_entry_id = fields.Integer(required=True)
    occurred_at = fields.AwareDateTime(required=True)
    actor = fields.String(required=True)
    operation = fields.String(required=True)
    accepted = fields.Boolean(required=True)
    object_id = fields.String(required=True, allow_none=True)
    detail = fields.String(required=True, allow_none=True)
    channel = fields.String(required=True)
    address = fields.String(required=True)
    request_id = fields.String(required=True)
