"""RPC methods: the list of metrics, a number, the rows behind it, and how fresh it is."""

from typing import Any

from chassis.context import Call
from chassis.rpc import rpc
from services.metrics.callers.model import Caller
from services.metrics.catalogue import schemas, use_cases
from services.metrics.facts.queries import freshness
from services.metrics.settings import settings

_REFUSALS = ["metric_not_found", "period_unknown", "not_found"]


class CatalogueEntrypoints:
    @rpc(takes=schemas.ListMetricsCommand(), gives=schemas.MetricList())
    def list_metrics(self, call: Call) -> Any:
        """List every metric you may see, with its formula in words, unit, sources and direction."""
        known = use_cases.metrics_for(Caller.from_principal(call.principal))
        return {"currency": settings().reporting_currency, "items": known}

    @rpc(takes=schemas.MeasureCommand(), gives=schemas.MeasureView(), errors=_REFUSALS)
    def measure_metric(self, call: Call) -> Any:
        """Read a metric's value in a period: your company's, or for staff one partner's, everybody's or each one's."""
        return use_cases.measure(call.session, Caller.from_principal(call.principal), call.now, **call.command)

    @rpc(
        takes=schemas.ListMetricRowsCommand(),
        gives=schemas.MetricRow(many=True),
        errors=[*_REFUSALS, "cursor_invalid"],
    )
    def list_metric_rows(self, call: Call) -> Any:
        """List the rows behind a number, the latest first: of what it counts, or of what it is measured against."""
        return use_cases.list_metric_rows(call.session, Caller.from_principal(call.principal), call.now, **call.command)

    @rpc(takes=schemas.ListFiguresCommand(), gives=schemas.FiguresView(), errors=["period_unknown", "vendor_only"])
    def list_figures(self, call: Call) -> Any:
        """Read every metric of everybody at once, for monitoring."""
        return use_cases.list_figures(call.session, Caller.from_principal(call.principal), call.now, **call.command)

    @rpc(takes=schemas.FreshnessCommand(), gives=schemas.FreshnessView(), errors=["vendor_only"])
    def get_freshness(self, call: Call) -> Any:
        """Read how far the numbers have come: the last event heard from each service."""
        Caller.from_principal(call.principal).require_staff()
        return {"sources": freshness(call.session)}
