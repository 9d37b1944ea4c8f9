"""What metrics hears of applications."""

from chassis.consumer import on
from chassis.delivery import Delivery
from services.metrics.applications import schemas, use_cases
from services.metrics.facts.use_cases import note_event

_RECORD = schemas.ApplicationFact()


class ApplicationEntrypoints:
    @on("partners", "application.submitted.v1", reads=schemas.ApplicationSubmitted())
    def on_application_submitted(self, delivery: Delivery) -> None:
        use_cases.note_submitted(delivery.session, note_event(delivery.session, delivery.event), **delivery.data)

    @on("partners", "application.approved.v1", reads=_RECORD)
    @on("partners", "application.declined.v1", reads=_RECORD)
    @on("partners", "application.withdrawn.v1", reads=_RECORD)
    def on_application_ended(self, delivery: Delivery) -> None:
        use_cases.note_ended(delivery.session, note_event(delivery.session, delivery.event), **delivery.data)
