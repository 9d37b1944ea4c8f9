"""The RPC methods of checklists: load, call, dump."""

from chassis.context import Call
from chassis.rpc import rpc
from services.partners.checklists import queries, schemas, use_cases


class ChecklistEntrypoints:
    @rpc(takes=schemas.ListChecklistsCommand(), gives=schemas.ChecklistPage())
    def list_checklists(self, call: Call) -> object:
        """Read what onboarding asks of each type of partner."""
        return queries.list_checklists(call.session, call.principal)

    @rpc(takes=schemas.PublishChecklistCommand(), gives=schemas.ChecklistView(), writes=True)
    def publish_checklist(self, call: Call) -> object:
        """Put a new version of a checklist in force; partners under way keep the one they began."""
        return use_cases.publish_checklist(call.session, call.principal, call.now, **call.command)
