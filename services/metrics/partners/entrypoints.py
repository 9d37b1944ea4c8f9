"""What metrics hears of partners."""

from chassis.consumer import on
from chassis.delivery import Delivery
from services.metrics.facts.use_cases import note_event
from services.metrics.partners import use_cases
from services.metrics.partners.schemas import PartnerFact

_RECORD = PartnerFact()


class PartnerEntrypoints:
    @on("partners", "partner.created.v1", reads=_RECORD)
    def on_partner_created(self, delivery: Delivery) -> None:
        use_cases.note_signed(delivery.session, note_event(delivery.session, delivery.event), **delivery.data)

    @on("partners", "partner.updated.v1", reads=_RECORD)
    @on("partners", "partner.activated.v1", reads=_RECORD)
    @on("partners", "partner.suspended.v1", reads=_RECORD)
    @on("partners", "partner.reinstated.v1", reads=_RECORD)
    def on_partner_changed(self, delivery: Delivery) -> None:
        note_event(delivery.session, delivery.event)
        use_cases.note_record(delivery.session, **delivery.data)

    @on("partners", "partner.terminated.v1", reads=_RECORD)
    def on_partner_terminated(self, delivery: Delivery) -> None:
        use_cases.note_terminated(delivery.session, note_event(delivery.session, delivery.event), **delivery.data)
