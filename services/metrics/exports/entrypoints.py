"""RPC methods of exports."""

from typing import Any

from chassis.context import Call
from chassis.rpc import rpc
from services.metrics.callers.model import Caller
from services.metrics.exports import queries, schemas, use_cases


class ExportEntrypoints:
    @rpc(
        takes=schemas.RequestExportCommand(),
        gives=schemas.ExportView(),
        writes=True,
        errors=["metric_not_found", "not_found", "period_unknown", "too_many_exports", "vendor_only"],
    )
    def request_export(self, call: Call) -> Any:
        """Ask for numbers as a file; it is written in the background, at most 100,000 rows of it."""
        return use_cases.request_export(call.session, Caller.from_principal(call.principal), call.now, **call.command)

    @rpc(takes=schemas.ListExportsCommand(), gives=schemas.ExportList())
    def list_exports(self, call: Call) -> Any:
        """List the exports you may fetch, the newest first."""
        return queries.list_exports(call.session, Caller.from_principal(call.principal), **call.command)

    @rpc(takes=schemas.ReadExportCommand(), gives=schemas.ExportView(), errors=["not_found"])
    def get_export(self, call: Call) -> Any:
        """Read how far an export is."""
        return queries.export_in_sight(call.session, Caller.from_principal(call.principal), **call.command)

    @rpc(
        takes=schemas.ReadExportCommand(),
        gives=schemas.ExportFile(),
        errors=["export_expired", "export_not_ready", "not_found"],
    )
    def download_export(self, call: Call) -> Any:
        """Fetch the file of an export while it is kept: seven days."""
        return queries.file_of(call.session, Caller.from_principal(call.principal), **call.command)
