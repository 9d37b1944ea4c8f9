"""The RPC methods of onboarding, and what it hears of the other services."""

from chassis.consumer import on
from chassis.context import Call
from chassis.delivery import Delivery
from chassis.rpc import rpc
from services.partners.checklists.model import Signal
from services.partners.onboarding import queries, schemas, use_cases


class OnboardingEntrypoints:
    @rpc(takes=schemas.OnboardingCommand(), gives=schemas.OnboardingView())
    def get_onboarding(self, call: Call) -> object:
        """Read a partner's onboarding list; both sides see the same one."""
        return queries.get_onboarding(call.session, call.principal, call.now, **call.command)

    @rpc(takes=schemas.ListOnboardingCommand(), gives=schemas.OnboardingPage())
    def list_onboarding(self, call: Call) -> object:
        """List the partners under way with what is left to do, the longest under way first."""
        return queries.list_onboarding(call.session, call.principal, call.now, **call.command)

    @rpc(takes=schemas.CountOnboardingCommand(), gives=schemas.OnboardingCounts())
    def count_onboarding(self, call: Call) -> object:
        """Count unfinished tasks by side and by how late they are."""
        return queries.count_onboarding(call.session, call.principal, call.now)

    @rpc(takes=schemas.TaskCommand(), gives=schemas.OnboardingView(), writes=True)
    def complete_onboarding_task(self, call: Call) -> object:
        """Note that a task of one's own side is done."""
        return use_cases.complete_task(call.session, call.principal, call.now, **call.command)

    @rpc(takes=schemas.TaskCommand(), gives=schemas.OnboardingView(), writes=True)
    def reopen_onboarding_task(self, call: Call) -> object:
        """Take back a task of one's own side that was completed by hand."""
        return use_cases.reopen_task(call.session, call.principal, call.now, **call.command)

    @on("deals", "deal_registration.submitted.v1", reads=schemas.PartnerFact())
    def on_deal_registration_submitted(self, delivery: Delivery) -> None:
        _note(delivery, Signal.DEAL_REGISTERED)

    @on("content", "asset.downloaded.v1", reads=schemas.PartnerFact())
    def on_asset_downloaded(self, delivery: Delivery) -> None:
        _note(delivery, Signal.ASSET_DOWNLOADED)

    @on("enablement", "course.completed.v1", reads=schemas.PartnerFact())
    def on_course_completed(self, delivery: Delivery) -> None:
        _note(delivery, Signal.COURSE_COMPLETED)

    @on("enablement", "certificate.issued.v1", reads=schemas.PartnerFact())
    def on_certificate_issued(self, delivery: Delivery) -> None:
        _note(delivery, Signal.CERTIFICATE_ISSUED)

    @on("enablement", "certificate.revoked.v1", reads=schemas.PartnerFact())
    def on_certificate_revoked(self, delivery: Delivery) -> None:
        use_cases.retract_fact(
            delivery.session,
            partner_id=delivery.data["partner_id"],
            signal=Signal.CERTIFICATE_ISSUED,
            evidence=delivery.event["subject"],
        )


def _note(delivery: Delivery, signal: Signal) -> None:
    """The event's subject is the evidence."""
    use_cases.note_fact(
        delivery.session,
        delivery.now,
        partner_id=delivery.data["partner_id"],
        signal=signal,
        evidence=delivery.event["subject"],
        actor=delivery.event.get("actor", "service:partners"),
    )
