"""The RPC methods of requirements: load, call, dump."""

from chassis.context import Call
from chassis.rpc import rpc
from services.enablement.requirements import queries, schemas, use_cases


class RequirementEntrypoints:
    @rpc(
        takes=schemas.SetRequirementCommand(),
        gives=schemas.RequirementView(),
        writes=True,
        errors=["certification_not_found", "requirement_not_found", "vendor_only"],
    )
    def set_requirement(self, call: Call) -> object:
        """Ask for certified people in every company of some types, or change what is asked."""
        return use_cases.set_requirement(call.session, call.principal, call.now, **call.command)

    @rpc(takes=schemas.RequirementCommand(), writes=True, errors=["requirement_not_found", "vendor_only"])
    def withdraw_requirement(self, call: Call) -> object:
        """Ask for certified people no more."""
        return use_cases.withdraw_requirement(call.session, call.principal, call.now, **call.command)

    @rpc(takes=schemas.ListRequirementsCommand(), gives=schemas.RequirementsPage())
    def list_requirements(self, call: Call) -> object:
        """List what is asked of companies."""
        return queries.list_requirements(call.session, **call.command)

    @rpc(takes=schemas.ListCompanyRequirementsCommand(), gives=schemas.CompanyRequirementsPage())
    def list_company_requirements(self, call: Call) -> object:
        """List how companies stand: holders, the day they fall below, and who has to renew."""
        return queries.list_company_requirements(call.session, call.principal, **call.command)
