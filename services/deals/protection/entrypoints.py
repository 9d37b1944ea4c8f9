"""RPC methods that change protection."""

from typing import Any

from chassis.context import Call
from chassis.rpc import rpc
from services.deals.protection import schemas, use_cases
from services.deals.registrations.schemas import RegistrationView
from services.deals.standing.model import Actor

_ALWAYS_POSSIBLE = ["deal_registration_not_found", "illegal_transition", "not_permitted", "stale_version"]


class ProtectionEntrypoints:
    @rpc(
        takes=schemas.ExtendCommand(),
        gives=RegistrationView(),
        writes=True,
        errors=[*_ALWAYS_POSSIBLE, "extension_refused"],
    )
    def extend_deal_registration(self, call: Call) -> Any:
        """Lengthen protection, near its end and with progress."""
        return use_cases.extend(call.session, Actor.of(call.principal, call.channel), call.now, **call.command)

    @rpc(takes=schemas.ReleaseCommand(), gives=RegistrationView(), writes=True, errors=_ALWAYS_POSSIBLE)
    def release_deal_registration(self, call: Call) -> Any:
        """Give a protected scope back for good."""
        return use_cases.release(call.session, Actor.of(call.principal, call.channel), call.now, **call.command)

    @rpc(takes=schemas.RevokeCommand(), gives=RegistrationView(), writes=True, errors=_ALWAYS_POSSIBLE)
    def revoke_deal_registration(self, call: Call) -> Any:
        """Take protection away, with a reason the partner reads."""
        return use_cases.revoke(call.session, Actor.of(call.principal, call.channel), call.now, **call.command)
