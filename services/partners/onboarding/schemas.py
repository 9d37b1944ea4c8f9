"""The edge of onboarding: commands, the list as both sides see it, and tolerant readers of what others publish."""

from marshmallow import EXCLUDE, Schema, fields, validate

from services.partners.checklists.model import Side
from services.partners.checklists.schemas import TitleView
from services.partners.onboarding.model import TaskState
from services.partners.programs.schemas import Command

SIDES = [side.value for side in Side]


class OnboardingCommand(Command):
    partner_id = fields.UUID(
        allow_none=True, load_default=None, metadata={"description": "Absent: the caller's own partner."}
    )


class TaskCommand(OnboardingCommand):
    task_code = fields.String(required=True, validate=validate.Length(max=50))


class ListOnboardingCommand(Command):
    state = fields.String(
        validate=validate.OneOf(["open", "overdue", "blocked", "completed"]),
        load_default="open",
        metadata={"description": "Partners under way, those with such a task, or those that are through."},
    )
    side = fields.String(validate=validate.OneOf(SIDES), metadata={"description": "Who has to act."})
    channel_manager_id = fields.UUID()
    limit = fields.Integer(validate=validate.Range(min=1, max=100), load_default=25)
    cursor = fields.String(allow_none=True, load_default=None)


class CountOnboardingCommand(Command):
    """Asks how much is left to do and how late it is."""


class OnboardingTaskView(Schema):
    code = fields.String(required=True)
    title = fields.Nested(TitleView(), required=True)
    side = fields.String(required=True, validate=validate.OneOf(SIDES))
    state = fields.String(required=True, validate=validate.OneOf([state.value for state in TaskState]))
    signal = fields.String(
        allow_none=True, required=True, metadata={"description": "What completes it by itself, if anything."}
    )
    due_on = fields.Date(required=True)
    days_overdue = fields.Integer(required=True)
    blocked_by = fields.List(fields.String(), required=True, metadata={"description": "The tasks it waits for."})
    blocks = fields.Integer(required=True, metadata={"description": "How many unfinished tasks wait for it."})
    completed_at = fields.AwareDateTime(allow_none=True, required=True)
    completed_by = fields.String(allow_none=True, required=True)
    actions = fields.List(fields.String(), required=True, metadata={"description": "What this caller may do with it."})


class OnboardingView(Schema):
    onboarding_id = fields.UUID(required=True)
    partner_id = fields.UUID(required=True)
    legal_name = fields.String(required=True)
    channel_manager_id = fields.UUID(allow_none=True, required=True)
    checklist_version = fields.Integer(required=True)
    started_at = fields.AwareDateTime(required=True)
    completed_at = fields.AwareDateTime(allow_none=True, required=True)
    done = fields.Integer(required=True)
    total = fields.Integer(required=True)
    tasks = fields.List(fields.Nested(OnboardingTaskView()), required=True)


class OnboardingPage(Schema):
    items = fields.List(fields.Nested(OnboardingView()), required=True)
    next_cursor = fields.String(allow_none=True, required=True)


class AgeingView(Schema):
    """Unfinished tasks of one side by how late they are."""

    side = fields.String(required=True, validate=validate.OneOf(SIDES))
    not_due = fields.Integer(required=True)
    late = fields.Integer(required=True, metadata={"description": "Up to 7 days past the deadline."})
    very_late = fields.Integer(required=True, metadata={"description": "8 to 30 days past the deadline."})
    stuck = fields.Integer(required=True, metadata={"description": "More than 30 days past the deadline."})
    blocked = fields.Integer(required=True, metadata={"description": "Of all these, those that wait for others."})


class OnboardingCounts(Schema):
    under_way = fields.Integer(required=True)
    ageing = fields.List(fields.Nested(AgeingView()), required=True)


class PartnerFact(Schema):
    """Whom a fact is about; the vendor's own people learn and download for nobody."""

    class Meta:
        unknown = EXCLUDE

    partner_id = fields.UUID(load_default=None, allow_none=True)
