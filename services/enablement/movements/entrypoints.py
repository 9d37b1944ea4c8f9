"""What enablement hears of people and partners."""

from datetime import datetime

from chassis.consumer import on
from chassis.delivery import Delivery
from services.enablement.movements import use_cases
from services.enablement.movements.schemas import PartnerFact, PersonFact


def _time(delivery: Delivery) -> datetime:
    """When it happened, not when it was heard: a rebuilt replica is the same."""
    return datetime.fromisoformat(delivery.event["time"])


class MovementEntrypoints:
    @on("partners", "person.joined.v1", reads=PersonFact())
    def on_person_joined(self, delivery: Delivery) -> None:
        use_cases.note_joined(delivery.session, delivery.now, at=_time(delivery), **delivery.data)

    @on("partners", "person.updated.v1", reads=PersonFact())
    def on_person_updated(self, delivery: Delivery) -> None:
        use_cases.note_roles(delivery.session, delivery.now, **delivery.data)

    @on("partners", "person.left.v1", reads=PersonFact())
    def on_person_left(self, delivery: Delivery) -> None:
        use_cases.note_left(delivery.session, delivery.now, at=_time(delivery), **delivery.data)

    @on("partners", "partner.created.v1", reads=PartnerFact())
    def on_partner_created(self, delivery: Delivery) -> None:
        use_cases.note_partner(delivery.session, delivery.now, **delivery.data)

    @on("partners", "partner.updated.v1", reads=PartnerFact())
    def on_partner_updated(self, delivery: Delivery) -> None:
        use_cases.note_partner(delivery.session, delivery.now, **delivery.data)

    @on("partners", "partner.activated.v1", reads=PartnerFact())
    def on_partner_activated(self, delivery: Delivery) -> None:
        use_cases.note_partner(delivery.session, delivery.now, **delivery.data)

    @on("partners", "partner.suspended.v1", reads=PartnerFact())
    def on_partner_suspended(self, delivery: Delivery) -> None:
        use_cases.note_partner(delivery.session, delivery.now, **delivery.data)

    @on("partners", "partner.reinstated.v1", reads=PartnerFact())
    def on_partner_reinstated(self, delivery: Delivery) -> None:
        use_cases.note_partner(delivery.session, delivery.now, **delivery.data)

    @on("partners", "partner.terminated.v1", reads=PartnerFact())
    def on_partner_terminated(self, delivery: Delivery) -> None:
        use_cases.note_partner(delivery.session, delivery.now, **delivery.data)
