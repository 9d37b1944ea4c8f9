"""RPC method of the dashboard."""

from typing import Any

from chassis.context import Call
from chassis.rpc import rpc
from services.metrics.callers.model import Caller
from services.metrics.dashboards import queries, schemas


class DashboardEntrypoints:
    @rpc(takes=schemas.GetDashboardCommand(), gives=schemas.DashboardView(), errors=["period_unknown", "vendor_only"])
    def get_dashboard(self, call: Call) -> Any:
        """Read the program's numbers of a period, the months behind them and the foremost partners."""
        return queries.get_dashboard(call.session, Caller.from_principal(call.principal), call.now, **call.command)
