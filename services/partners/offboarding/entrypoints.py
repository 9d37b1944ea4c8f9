"""The RPC methods of offboarding: load, call, dump."""

from chassis.context import Call
from chassis.rpc import rpc
from services.partners.offboarding import schemas, use_cases


class OffboardingEntrypoints:
    @rpc(takes=schemas.TerminatePartnerCommand(), gives=schemas.TerminatedView(), writes=True)
    def terminate_partner(self, call: Call) -> object:
        """End the relationship with a partner for good; its people leave with it."""
        return use_cases.terminate_partner(call.session, call.principal, call.now, **call.command)
