"""RPC methods of the sales track."""

from typing import Any

from chassis.context import Call
from chassis.rpc import rpc
from services.deals.registrations.schemas import RegistrationView
from services.deals.sales import schemas, use_cases
from services.deals.standing.model import Actor

_ALWAYS_POSSIBLE = ["deal_registration_not_found", "illegal_transition", "not_permitted", "stale_version"]


class SalesEntrypoints:
    @rpc(takes=schemas.SetStageCommand(), gives=RegistrationView(), writes=True, errors=_ALWAYS_POSSIBLE)
    def set_deal_registration_stage(self, call: Call) -> Any:
        """Move an approved deal along the sales stages."""
        return use_cases.set_stage(call.session, Actor.of(call.principal, call.channel), call.now, **call.command)

    @rpc(takes=schemas.ConvertCommand(), gives=RegistrationView(), writes=True, errors=_ALWAYS_POSSIBLE)
    def convert_deal_registration(self, call: Call) -> Any:
        """Link an approved registration to its opportunity; doing it twice changes nothing."""
        return use_cases.convert(call.session, Actor.of(call.principal, call.channel), call.now, **call.command)

    @rpc(takes=schemas.MarkWonCommand(), gives=RegistrationView(), writes=True, errors=_ALWAYS_POSSIBLE)
    def mark_deal_registration_won(self, call: Call) -> Any:
        """Close a deal as won."""
        return use_cases.mark_won(call.session, Actor.of(call.principal, call.channel), call.now, **call.command)

    @rpc(takes=schemas.MarkLostCommand(), gives=RegistrationView(), writes=True, errors=_ALWAYS_POSSIBLE)
    def mark_deal_registration_lost(self, call: Call) -> Any:
        """Close a deal as lost."""
        return use_cases.mark_lost(call.session, Actor.of(call.principal, call.channel), call.now, **call.command)

    @rpc(
        takes=schemas.ReopenCommand(),
        gives=RegistrationView(),
        writes=True,
        errors=[*_ALWAYS_POSSIBLE, "reopen_window_over", "scope_protected"],
    )
    def reopen_deal_registration(self, call: Call) -> Any:
        """Put a deal closed by mistake back where it was."""
        return use_cases.reopen(call.session, Actor.of(call.principal, call.channel), call.now, **call.command)
