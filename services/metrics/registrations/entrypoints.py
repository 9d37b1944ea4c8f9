"""What metrics hears of deal registrations, and the rates that their amounts are converted at."""

from typing import Any

from chassis.consumer import on
from chassis.context import Call
from chassis.delivery import Delivery
from chassis.rpc import rpc
from services.metrics.callers.model import Caller
from services.metrics.facts.use_cases import note_event
from services.metrics.rates.queries import list_rates
from services.metrics.registrations import schemas, use_cases
from services.metrics.settings import settings

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
        at = note_event(delivery.session, delivery.event)
        use_cases.note_decision(delivery.session, at, decision="approved", **delivery.data)

    @on("deals", "deal_registration.rejected.v1", reads=schemas.Decided())
    def on_registration_rejected(self, delivery: Delivery) -> None:
        at = note_event(delivery.session, delivery.event)
        use_cases.note_decision(delivery.session, at, decision="rejected", **delivery.data)

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
        use_cases.note_reopened(delivery.session, note_event(delivery.session, delivery.event), **delivery.data)

    @on("deals", "deal_registration.conflict_detected.v1", reads=schemas.Conflict())
    def on_conflict_detected(self, delivery: Delivery) -> None:
        note_event(delivery.session, delivery.event)
        use_cases.note_conflict(delivery.session, **delivery.data)

    @rpc(takes=schemas.ListExchangeRatesCommand(), gives=schemas.ExchangeRateList(), errors=["vendor_only"])
    def list_exchange_rates(self, call: Call) -> Any:
        """List the rates that amounts are converted at, each from its day on."""
        Caller.from_principal(call.principal).require_staff()
        return {"reporting_currency": settings().reporting_currency, "items": list_rates(call.session)}

    @rpc(
        takes=schemas.SetExchangeRateCommand(),
        gives=schemas.ExchangeRateList(),
        writes=True,
        errors=["vendor_only"],
    )
    def set_exchange_rate(self, call: Call) -> Any:
        """State a rate from a day on; what was won since is converted again."""
        Caller.from_principal(call.principal).require_staff()
        items = use_cases.set_exchange_rate(call.session, **call.command)
        return {"reporting_currency": settings().reporting_currency, "items": items}
