"""RPC methods of the ageing queue: for the vendor's people alone."""

from typing import Any

from chassis.context import Call
from chassis.rpc import rpc
from services.metrics.ageing import queries, schemas
from services.metrics.callers.model import Caller


class AgeingEntrypoints:
    @rpc(takes=schemas.ListAgeingCommand(), gives=schemas.AgeingView(), errors=["vendor_only"])
    def list_ageing(self, call: Call) -> Any:
        """Read how much waits for each channel manager, by age, and how much of it is past its promise."""
        Caller.from_principal(call.principal).require_staff()
        return queries.ageing(call.session, call.now, **call.command)

    @rpc(
        takes=schemas.ListAgeingRowsCommand(),
        gives=schemas.AgeingRow(many=True),
        errors=["vendor_only", "cursor_invalid"],
    )
    def list_ageing_rows(self, call: Call) -> Any:
        """List what waits in a cell of the ageing queue, the longest first."""
        Caller.from_principal(call.principal).require_staff()
        return queries.list_ageing_rows(call.session, call.now, **call.command)
