"""RPC methods of audiences."""

from typing import Any

from chassis.context import Call
from chassis.rpc import rpc
from services.content.audiences import queries, schemas
from services.content.standing.model import Actor


class AudienceEntrypoints:
    @rpc(takes=schemas.PreviewAudienceCommand(), gives=schemas.ReachView(), errors=["vendor_only"])
    def preview_audience(self, call: Call) -> Any:
        """Count the partners and people whom an audience lets in at this moment."""
        Actor.of(call.principal).require_staff()
        return queries.reach(call.session, **call.command)
