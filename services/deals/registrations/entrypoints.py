"""RPC methods of registrations until they are submitted, and of reading them."""

from typing import Any

from chassis.context import Call
from chassis.rpc import rpc
from services.deals.histories.schemas import HistoryCommand, HistoryView
from services.deals.registrations import queries, schemas, use_cases
from services.deals.standing.model import Actor


class RegistrationEntrypoints:
    @rpc(
        takes=schemas.RegisterDealCommand(),
        gives=schemas.RegistrationView(),
        writes=True,
        errors=["validation_failed", "partner_not_eligible", "duplicate_same_partner"],
    )
    def register_deal(self, call: Call) -> Any:
        """Register a deal: submitted at once, or kept as a draft with submit=false."""
        return use_cases.register_deal(call.session, Actor.of(call.principal, call.channel), call.now, **call.command)

    @rpc(takes=schemas.ListDealRegistrationsCommand(), gives=schemas.RegistrationList())
    def list_deal_registrations(self, call: Call) -> Any:
        """List the registrations you may see, a page at a time."""
        return queries.list_registrations(call.session, Actor.of(call.principal, call.channel), **call.command)

    @rpc(takes=schemas.CountDealRegistrationsCommand(), gives=schemas.RegistrationCounts())
    def count_deal_registrations(self, call: Call) -> Any:
        """Count registrations by status, and those that need attention."""
        actor = Actor.of(call.principal, call.channel)
        return queries.count_registrations(call.session, actor, call.now, **call.command)

    @rpc(
        takes=schemas.ReadRegistrationCommand(),
        gives=schemas.RegistrationView(),
        errors=["deal_registration_not_found"],
    )
    def get_deal_registration(self, call: Call) -> Any:
        """Read one registration."""
        return queries.registration_view(call.session, Actor.of(call.principal, call.channel), **call.command)

    @rpc(
        takes=schemas.UpdateDealRegistrationCommand(),
        gives=schemas.RegistrationView(),
        writes=True,
        errors=["deal_registration_not_found", "stale_version", "illegal_transition", "fields_locked"],
    )
    def update_deal_registration(self, call: Call) -> Any:
        """Change the fields that are open now; the rest stays as it is."""
        return use_cases.update_registration(
            call.session, Actor.of(call.principal, call.channel), call.now, **call.command
        )

    @rpc(
        takes=schemas.RegistrationCommand(),
        writes=True,
        errors=["deal_registration_not_found", "stale_version", "illegal_transition"],
    )
    def delete_deal_registration(self, call: Call) -> None:
        """Delete a draft that was never submitted."""
        use_cases.delete_draft(call.session, Actor.of(call.principal, call.channel), call.now, **call.command)

    @rpc(
        takes=schemas.RegistrationCommand(),
        gives=schemas.RegistrationView(),
        writes=True,
        errors=["validation_failed", "illegal_transition", "partner_not_eligible", "duplicate_same_partner"],
    )
    def submit_deal_registration(self, call: Call) -> Any:
        """Submit a draft, or answer a request for information."""
        return use_cases.submit_registration(
            call.session, Actor.of(call.principal, call.channel), call.now, **call.command
        )

    @rpc(
        takes=schemas.WithdrawCommand(),
        gives=schemas.RegistrationView(),
        writes=True,
        errors=["deal_registration_not_found", "illegal_transition"],
    )
    def withdraw_deal_registration(self, call: Call) -> Any:
        """Take a registration back before it is decided."""
        return use_cases.withdraw_registration(
            call.session, Actor.of(call.principal, call.channel), call.now, **call.command
        )

    @rpc(
        takes=schemas.RegistrationCommand(),
        gives=schemas.RegistrationView(),
        writes=True,
        errors=["deal_registration_not_found", "illegal_transition", "resubmission_limit_reached"],
    )
    def revise_deal_registration(self, call: Call) -> Any:
        """Start the next revision of a registration that was rejected, withdrawn, lapsed or expired."""
        return use_cases.revise_registration(
            call.session, Actor.of(call.principal, call.channel), call.now, **call.command
        )

    @rpc(takes=HistoryCommand(), gives=HistoryView(), errors=["deal_registration_not_found"])
    def get_deal_registration_history(self, call: Call) -> Any:
        """Read who changed what, when, from what to what, and through which channel."""
        return queries.registration_history(call.session, Actor.of(call.principal, call.channel), **call.command)
