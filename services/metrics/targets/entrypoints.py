"""RPC methods of targets."""

from typing import Any

from chassis.context import Call
from chassis.rpc import rpc
from services.metrics.callers.model import Caller
from services.metrics.targets import queries, schemas, use_cases


class TargetEntrypoints:
    @rpc(
        takes=schemas.SetTargetCommand(),
        gives=schemas.TargetView(),
        writes=True,
        errors=["metric_not_found", "stale_version", "target_out_of_reach", "vendor_only"],
    )
    def set_target(self, call: Call) -> Any:
        """Say what is expected of all partners together, of those of a type, or of one."""
        return use_cases.set_target(call.session, Caller.from_principal(call.principal), call.now, **call.command)

    @rpc(takes=schemas.ListTargetsCommand(), gives=schemas.TargetList(), errors=["vendor_only"])
    def list_targets(self, call: Call) -> Any:
        """List the targets in force, of everybody or of those you name, a page at a time."""
        return queries.list_targets(call.session, Caller.from_principal(call.principal), **call.command)

    @rpc(takes=schemas.TargetKey(), gives=schemas.TargetVersions(), errors=["vendor_only"])
    def list_target_versions(self, call: Call) -> Any:
        """Read every value that a target has had."""
        return queries.target_versions(call.session, Caller.from_principal(call.principal), **call.command)
