"""The RPC methods of organisations: load, call, dump."""

from chassis.context import Call
from chassis.rpc import rpc
from services.partners.organisations import queries, schemas, use_cases


class OrganisationEntrypoints:
    @rpc(takes=schemas.ListPartnersCommand(), gives=schemas.PartnerPage())
    def list_partners(self, call: Call) -> object:
        """List the partners that you may see, by name or newest first."""
        return queries.list_partners(call.session, call.principal, **call.command)

    @rpc(takes=schemas.GetPartnerCommand(), gives=schemas.PartnerView())
    def get_partner(self, call: Call) -> object:
        """Read one partner as it is, or as it stood at a moment."""
        return queries.get_partner(call.session, call.principal, **call.command)

    @rpc(takes=schemas.PartnerHistoryCommand(), gives=schemas.PartnerHistoryPage())
    def get_partner_history(self, call: Call) -> object:
        """Read how a partner's record changed, newest first."""
        return queries.get_partner_history(call.session, call.principal, **call.command)

    @rpc(takes=schemas.UpdatePartnerCommand(), gives=schemas.PartnerView(), writes=True)
    def update_partner(self, call: Call) -> object:
        """Correct a partner's record, rank or place in the hierarchy; partners may add what is missing in theirs."""
        return use_cases.update_partner(call.session, call.principal, call.now, **call.command)

    @rpc(takes=schemas.ReasonedPartnerCommand(), gives=schemas.PartnerView(), writes=True)
    def suspend_partner(self, call: Call) -> object:
        """Freeze a partner's new business; protections it has are kept."""
        return use_cases.suspend_partner(call.session, call.principal, call.now, **call.command)

    @rpc(takes=schemas.ReinstatePartnerCommand(), gives=schemas.PartnerView(), writes=True)
    def reinstate_partner(self, call: Call) -> object:
        """Lift a suspension."""
        return use_cases.reinstate_partner(call.session, call.principal, call.now, **call.command)
