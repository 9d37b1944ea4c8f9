"""RPC methods of scorecards."""

from typing import Any

from chassis.context import Call
from chassis.rpc import rpc
from services.metrics.callers.model import Caller
from services.metrics.scorecards import queries, schemas


class ScorecardEntrypoints:
    @rpc(takes=schemas.GetScorecardCommand(), gives=schemas.ScorecardView(), errors=["not_found", "period_unknown"])
    def get_scorecard(self, call: Call) -> Any:
        """Read a partner's numbers of a period, beside target, trend and anonymous peers."""
        return queries.get_scorecard(call.session, Caller.from_principal(call.principal), call.now, **call.command)
