"""What enablement hears of people and partners: kept in the replicas, and followed by what learning does about it."""

from datetime import datetime

from chassis.consumer import on
from chassis.delivery import Delivery
from services.enablement.movements import use_cases
from services.enablement.movements.schemas import PartnerFact, PersonFact
from services.enablement.people import use_cases as people


class MovementEntrypoints:
    @on("partners", "person.joined.v1", reads=PersonFact())
    def on_person_joined(self, delivery: Delivery) -> None:
        people.note_joined(delivery.session, at=_time(delivery), **delivery.data)
        _follow_person(delivery)

    @on("partners", "person.updated.v1", reads=PersonFact())
    def on_person_updated(self, delivery: Delivery) -> None:
        people.note_roles(delivery.session, **delivery.data)
        _follow_person(delivery)

    @on("partners", "person.left.v1", reads=PersonFact())
    def on_person_left(self, delivery: Delivery) -> None:
        people.note_left(delivery.session, at=_time(delivery), **delivery.data)
        _follow_person(delivery)

    @on("partners", "partner.created.v1", reads=PartnerFact())
    @on("partners", "partner.updated.v1", reads=PartnerFact())
    @on("partners", "partner.activated.v1", reads=PartnerFact())
    @on("partners", "partner.suspended.v1", reads=PartnerFact())
    @on("partners", "partner.reinstated.v1", reads=PartnerFact())
    @on("partners", "partner.terminated.v1", reads=PartnerFact())
    def on_partner_changed(self, delivery: Delivery) -> None:
        people.note_partner(delivery.session, **delivery.data)
        if not delivery.is_rebuild:
            use_cases.follow_partner(delivery.session, delivery.now, partner_id=delivery.data["partner_id"])


def _time(delivery: Delivery) -> datetime:
    """When it happened, not when it was heard: a rebuilt replica is the same."""
    return datetime.fromisoformat(delivery.event["time"])


def _follow_person(delivery: Delivery) -> None:
    if not delivery.is_rebuild:
        ids = {name: delivery.data[name] for name in ("person_id", "partner_id")}
        use_cases.follow_person(delivery.session, delivery.now, **ids)
