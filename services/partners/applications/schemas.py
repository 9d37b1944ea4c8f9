"""The edge of applications: what an applicant and a reviewer may say, and what each of them is shown."""

from marshmallow import Schema, fields, validate

from chassis.sealing import SECRET
from services.partners.applications.model import ApplicationStatus
from services.partners.organisations.model import PARTNER_TYPES
from services.partners.organisations.schemas import country, domain
from services.partners.people.model import LANGUAGES
from services.partners.programs.schemas import Command
from services.partners.screening.model import CheckOutcome, CheckResult

STATUSES = [status.value for status in ApplicationStatus]
OUTCOMES = [outcome.value for outcome in CheckOutcome]
RESULTS = [result.value for result in CheckResult]
PERSONAL = {"x-personal": True}


class Contact(Schema):
    name = fields.String(required=True, validate=validate.Length(min=1, max=200), metadata=PERSONAL)
    email = fields.Email(required=True, validate=validate.Length(max=200), metadata=PERSONAL)


class SubmitApplicationCommand(Command):
    legal_name = fields.String(required=True, validate=validate.Length(min=1, max=200))
    country = country(required=True)
    domain = domain(allow_none=True, load_default=None)
    city = fields.String(allow_none=True, load_default=None, validate=validate.Length(max=100))
    registration_no = fields.String(allow_none=True, load_default=None, validate=validate.Length(max=50))
    partner_type = fields.String(load_default="reseller", validate=validate.OneOf(PARTNER_TYPES))
    contact = fields.Nested(Contact(), required=True)
    language = fields.String(load_default="en", validate=validate.OneOf(LANGUAGES))


class CheckApplicationCommand(Command):
    legal_name = fields.String(load_default=None, allow_none=True, validate=validate.Length(max=200))
    country = country(load_default=None, allow_none=True)
    domain = domain(allow_none=True, load_default=None)
    registration_no = fields.String(load_default=None, allow_none=True, validate=validate.Length(max=50))


class CheckView(Schema):
    """An answer about the caller's own company that names nobody."""

    outcome = fields.String(required=True, validate=validate.OneOf(OUTCOMES))
    matched_on = fields.List(
        fields.String(validate=validate.OneOf(["domain", "registration_no", "legal_name"])), required=True
    )
    blocking = fields.Boolean(required=True, metadata={"description": "Whether submitting would be refused."})
    reapply_on = fields.Date(allow_none=True, required=True)


class StatusTokenCommand(Command):
    status_token = fields.String(required=True, validate=validate.Length(min=1, max=200))


class ApplicationCommand(Command):
    """Names one application."""

    application_id = fields.UUID(required=True)


class ScreeningItem(Schema):
    check = fields.String(required=True, validate=validate.Length(max=64))
    result = fields.String(required=True, validate=validate.OneOf(RESULTS))
    note = fields.String(allow_none=True, load_default=None, validate=validate.Length(max=1000))


class RecordScreeningCommand(ApplicationCommand):
    items = fields.List(fields.Nested(ScreeningItem()), required=True, validate=validate.Length(min=1, max=20))


class ApproveApplicationCommand(ApplicationCommand):
    version = fields.Integer(allow_none=True, load_default=None)
    partner_type = fields.String(allow_none=True, load_default=None, validate=validate.OneOf(PARTNER_TYPES))
    parent_partner_id = fields.UUID(allow_none=True, load_default=None)
    channel_manager_id = fields.UUID(allow_none=True, load_default=None)
    override_reason = fields.String(allow_none=True, load_default=None, validate=validate.Length(max=2000))


class DeclineApplicationCommand(ApplicationCommand):
    version = fields.Integer(allow_none=True, load_default=None)
    reason_code = fields.String(required=True, validate=validate.Length(min=1, max=64))
    text = fields.String(load_default="", validate=validate.Length(max=2000))


class ListApplicationsCommand(Command):
    status = fields.List(fields.String(validate=validate.OneOf(STATUSES)))
    q = fields.String(validate=validate.Length(max=100))
    sort = fields.String(validate=validate.OneOf(["decide_by", "-submitted_at"]), load_default="-submitted_at")
    limit = fields.Integer(validate=validate.Range(min=1, max=100), load_default=25)
    cursor = fields.String(allow_none=True, load_default=None)


class CountApplicationsCommand(Command):
    """Takes nothing."""


class SubmittedView(Schema):
    application_id = fields.UUID(required=True)
    status = fields.String(required=True, validate=validate.OneOf(STATUSES))
    decide_by = fields.AwareDateTime(required=True)
    status_token = fields.String(
        required=True, metadata={"description": "Shown once; opens the status page without sign-in.", **SECRET}
    )


class PublicDecision(Schema):
    decision = fields.String(required=True)
    reason_code = fields.String(allow_none=True, required=True)
    text = fields.String(allow_none=True, required=True)
    decided_at = fields.AwareDateTime(required=True)


class DecisionView(PublicDecision):
    decided_by = fields.String(required=True)
    rule_version = fields.Integer(required=True)
    override_reason = fields.String(allow_none=True, required=True)
    inputs = fields.Dict(keys=fields.String(), required=True)


class ApplicationStatusView(Schema):
    """What the holder of the status token sees."""

    application_id = fields.UUID(required=True)
    legal_name = fields.String(required=True)
    status = fields.String(required=True, validate=validate.OneOf(STATUSES))
    submitted_at = fields.AwareDateTime(required=True)
    decide_by = fields.AwareDateTime(required=True)
    is_late = fields.Boolean(required=True)
    decision = fields.Nested(PublicDecision(), allow_none=True, required=True)
    reapply_on = fields.Date(allow_none=True, required=True)
    actions = fields.List(fields.String(), required=True)


class ApplicationSummary(Schema):
    application_id = fields.UUID(required=True)
    legal_name = fields.String(required=True)
    country = fields.String(required=True)
    city = fields.String(allow_none=True, required=True)
    domain = fields.String(allow_none=True, required=True)
    partner_type = fields.String(required=True)
    status = fields.String(required=True, validate=validate.OneOf(STATUSES))
    submitted_at = fields.AwareDateTime(required=True)
    decide_by = fields.AwareDateTime(required=True)
    is_late = fields.Boolean(required=True)


class ScreeningItemView(Schema):
    check = fields.String(required=True)
    result = fields.String(required=True)
    note = fields.String(allow_none=True, required=True)
    checked_by = fields.String(allow_none=True, required=True)
    checked_at = fields.AwareDateTime(allow_none=True, required=True)


class DuplicateView(Schema):
    """A record that may be the same company; shown to reviewers only."""

    kind = fields.String(required=True, validate=validate.OneOf(["partner", "application"]))
    id = fields.UUID(required=True)
    legal_name = fields.String(required=True)
    status = fields.String(required=True)
    matched_on = fields.List(fields.String(), required=True)


class ApplicationView(ApplicationSummary):
    registration_no = fields.String(allow_none=True, required=True)
    contact = fields.Nested(Contact(), required=True)
    language = fields.String(required=True)
    screening = fields.List(fields.Nested(ScreeningItemView()), required=True)
    duplicates = fields.List(fields.Nested(DuplicateView()), required=True)
    decision = fields.Nested(DecisionView(), allow_none=True, required=True)
    decline_reasons = fields.List(fields.String(), required=True)
    reapply_on = fields.Date(allow_none=True, required=True)
    partner_id = fields.UUID(allow_none=True, required=True)
    actions = fields.List(fields.String(), required=True)
    version = fields.Integer(required=True)


class ApplicationPage(Schema):
    items = fields.List(fields.Nested(ApplicationSummary()), required=True)
    next_cursor = fields.String(allow_none=True, required=True)


class ApprovedView(Schema):
    application_id = fields.UUID(required=True)
    status = fields.String(required=True)
    partner_id = fields.UUID(required=True)
    person_id = fields.UUID(required=True)


class ApplicationCounts(Schema):
    counts = fields.Dict(keys=fields.String(), values=fields.Integer(), required=True)
    late = fields.Integer(required=True)
