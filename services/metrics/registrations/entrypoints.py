"""What metrics hears of deal registrations."""

from chassis.consumer import on
from chassis.delivery import Delivery
from services.metrics.facts.use_cases import note_event
from services.metrics.registrations import schemas, use_cases

_RECORD = schemas.RegistrationFact()


class RegistrationEntrypoints:
    @on("deals", "deal_registration.submitted.v1", reads=_RECORD)
    @on("deals", "deal_registration.claimed.v1", reads=_RECORD)
    @on("deals", "deal_registration.info_requested.v1", reads=_RECORD)
    @on("deals", "deal_registration.resubmitted.v1", reads=_RECORD)
    @on("deals", "deal_registration.extended.v1", reads=_RECORD)
    @on("deals", "deal_registration.released.v1", reads=_RECORD)
    @on("deals", "deal_registration.converted.v1", reads=_RECORD)
    @on("deals", "deal_registration.stage_changed.v1", reads=_RECORD)
    @on("deals", "deal_registration.expired.v1", reads=_RECORD)
    @on("deals", "deal_registration.revoked.v1", reads=_RECORD)
    def on_registration_changed(self, delivery: Delivery) -> None:
        at = note_event(delivery.session, delivery.event)
        use_cases.note_standing(delivery.session, at, **delivery.data)

    @on("deals", "deal_registration.approved.v1", reads=schemas.Decided())
    def on_registration_approved(self, delivery: Delivery) -> None:
        note_event(delivery.session, delivery.event)
        use_cases.note_decision(delivery.session, decision="approved", **delivery.data)

    @on("deals", "deal_registration.rejected.v1", reads=schemas.Decided())
    def on_registration_rejected(self, delivery: Delivery) -> None:
        note_event(delivery.session, delivery.event)
        use_cases.note_decision(delivery.session, decision="rejected", **delivery.data)

    @on("deals", "deal_registration.withdrawn.v1", reads=_RECORD)
    @on("deals", "deal_registration.lapsed.v1", reads=_RECORD)
    def on_registration_ended(self, delivery: Delivery) -> None:
        use_cases.note_end(delivery.session, note_event(delivery.session, delivery.event), **delivery.data)

    @on("deals", "deal_registration.won.v1", reads=schemas.Won())
    def on_registration_won(self, delivery: Delivery) -> None:
        use_cases.note_won(delivery.session, note_event(delivery.session, delivery.event), **delivery.data)

    @on("deals", "deal_registration.lost.v1", reads=_RECORD)
    def on_registration_lost(self, delivery: Delivery) -> None:
        use_cases.note_lost(delivery.session, note_event(delivery.session, delivery.event), **delivery.data)

    @on("deals", "deal_registration.reopened.v1", reads=_RECORD)
    def on_registration_reopened(self, delivery: Delivery) -> None:
        note_event(delivery.session, delivery.event)
        use_cases.note_reopened(delivery.session, **delivery.data)

    @on("deals", "deal_registration.conflict_detected.v1", reads=schemas.Conflict())
    def on_conflict_detected(self, delivery: Delivery) -> None:
        note_event(delivery.session, delivery.event)
        use_cases.note_conflict(delivery.session, **delivery.data)
