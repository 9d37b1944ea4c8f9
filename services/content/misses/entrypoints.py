"""RPC methods of misses."""

from typing import Any

from chassis.context import Call
from chassis.rpc import rpc
from services.content.misses import queries, schemas
from services.content.standing.model import Actor


class MissEntrypoints:
    @rpc(takes=schemas.ListSearchMissesCommand(), gives=schemas.SearchMisses(), errors=["vendor_only"])
    def list_search_misses(self, call: Call) -> Any:
        """List what was searched for in vain, the most frequent first, with the cause and what comes nearest."""
        return queries.misses(call.session, Actor.of(call.principal), call.now, **call.command)
