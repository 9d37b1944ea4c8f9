"""Decisions at the edge: what staff send, what the queue shows."""

from marshmallow import Schema, fields, validate

from services.deals.customers.schemas import storable
from services.deals.decisions.model import QUEUE_FILTERS
from services.deals.lifecycle.model import EDITABLE_FIELDS, ReasonCode
from services.deals.pending.model import DECISIONS
from services.deals.registrations.schemas import RegistrationCommand, RegistrationView

REASON_CODES = [code.value for code in ReasonCode]


class RequestInfoCommand(RegistrationCommand):
    fields_ = fields.List(
        fields.String(validate=validate.OneOf(sorted(EDITABLE_FIELDS))),
        data_key="fields",
        required=True,
        validate=validate.Length(min=1, max=20),
    )
    text = storable(2000, required=True)


class ApproveCommand(RegistrationCommand):
    override_reason = storable(2000)
    text = storable(2000)
    internal_note = storable(4000)


class RejectCommand(RegistrationCommand):
    reason_code = fields.String(required=True, validate=validate.OneOf(REASON_CODES))
    text = storable(2000, required=True)
    internal_note = storable(4000)


class ScheduleDecisionCommand(RegistrationCommand):
    """A decision of the console: carried out ten seconds later unless somebody undoes it."""

    decision = fields.String(required=True, validate=validate.OneOf(sorted(DECISIONS)))
    reason_code = fields.String(validate=validate.OneOf(REASON_CODES))
    text = storable(2000)
    internal_note = storable(4000)
    override_reason = storable(2000)
    fields_ = fields.List(
        fields.String(validate=validate.OneOf(sorted(EDITABLE_FIELDS))),
        data_key="fields",
        validate=validate.Length(max=20),
    )


class PendingDecisionView(Schema):
    pending_decision_id = fields.UUID(required=True)
    deal_registration_id = fields.UUID(required=True)
    decision = fields.String(required=True)
    status = fields.String(required=True, validate=validate.OneOf(["scheduled", "executed", "undone", "failed"]))
    decided_by = fields.String(required=True)
    execute_at = fields.AwareDateTime(required=True)
    failure_code = fields.String(allow_none=True)


class UndoDecisionCommand(Schema):
    pending_decision_id = fields.UUID(required=True)


class ListDecisionQueueCommand(Schema):
    filter = fields.String(validate=validate.OneOf(sorted(QUEUE_FILTERS)), load_default="all")
    limit = fields.Integer(validate=validate.Range(min=1, max=200), load_default=50)
    cursor = fields.String()


class QueueEntry(RegistrationView):
    priority_at = fields.AwareDateTime(required=True)
    overdue = fields.Boolean(required=True)
    rivals = fields.List(
        fields.String(), required=True, metadata={"description": "The other partners of open conflicts, by name."}
    )


class DecisionQueue(Schema):
    items = fields.List(fields.Nested(QueueEntry()), required=True)
    next_cursor = fields.String(allow_none=True)


class ListDecisionsCommand(Schema):
    deal_registration_id = fields.UUID(required=True)


class DecisionRecord(Schema):
    """What is needed to replay a decision: the versions of the rules, what they were given, what came of it."""

    decision_id = fields.UUID(required=True)
    revision = fields.Integer(required=True)
    outcome = fields.String(required=True)
    decided_by = fields.String(required=True)
    decided_at = fields.AwareDateTime(required=True)
    reason_code = fields.String(allow_none=True, required=True)
    override_reason = fields.String(allow_none=True, required=True)
    rule_versions = fields.Dict(keys=fields.String(), required=True)
    inputs = fields.Dict(keys=fields.String(), required=True)


class DecisionRecords(Schema):
    items = fields.List(fields.Nested(DecisionRecord()), required=True)
