"""What metrics hears of people."""

from chassis.consumer import on
from chassis.delivery import Delivery
from services.metrics.facts.use_cases import note_event
from services.metrics.people import schemas, use_cases

_RECORD = schemas.PersonFact()


class PeopleEntrypoints:
    @on("partners", "person.invited.v1", reads=_RECORD)
    def on_person_invited(self, delivery: Delivery) -> None:
        note_event(delivery.session, delivery.event)

    @on("partners", "person.joined.v1", reads=_RECORD)
    def on_person_joined(self, delivery: Delivery) -> None:
        use_cases.note_joined(delivery.session, note_event(delivery.session, delivery.event), **delivery.data)

    @on("partners", "person.left.v1", reads=_RECORD)
    def on_person_left(self, delivery: Delivery) -> None:
        use_cases.note_left(delivery.session, note_event(delivery.session, delivery.event), **delivery.data)
