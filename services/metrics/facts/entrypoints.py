"""Events that are facts and nothing more: counted by day and partner, so that a metric can be made of them any day."""

from chassis.consumer import on
from chassis.delivery import Delivery
from services.metrics.facts.schemas import Anything
from services.metrics.facts.use_cases import note_event

_READER = Anything()


class FactEntrypoints:
    @on("partners", "person.invited.v1", reads=_READER)
    @on("partners", "person.updated.v1", reads=_READER)
    @on("partners", "onboarding.completed.v1", reads=_READER)
    @on("enablement", "enrollment.created.v1", reads=_READER)
    @on("enablement", "course.completed.v1", reads=_READER)
    @on("enablement", "exam.failed.v1", reads=_READER)
    @on("content", "asset.review_due.v1", reads=_READER)
    @on("content", "asset.shared.v1", reads=_READER)
    @on("deals", "deal_registration.conflict_cleared.v1", reads=_READER)
    def on_fact(self, delivery: Delivery) -> None:
        note_event(delivery.session, delivery.event)
