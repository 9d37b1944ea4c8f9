"""RPC methods about conflicts."""

from typing import Any

from chassis.context import Call
from chassis.rpc import rpc
from services.deals.conflicts import queries, schemas, use_cases
from services.deals.standing.model import Actor


class ConflictEntrypoints:
    @rpc(
        takes=schemas.CheckConflictCommand(),
        gives=schemas.ConflictCheckView(),
        writes=True,
        errors=["conflict_check_quota_exceeded"],
    )
    def check_conflict(self, call: Call) -> Any:
        """Ask whether a customer is free to register; the answer never says who holds it."""
        return use_cases.check_conflict(call.session, Actor.of(call.principal, call.channel), call.now, **call.command)

    @rpc(
        takes=schemas.RegistrationConflictsCommand(),
        gives=schemas.RegistrationConflictsView(),
        errors=["deal_registration_not_found", "not_permitted"],
    )
    def get_registration_conflicts(self, call: Call) -> Any:
        """Put a registration beside those that may be the same customer, with score and signals."""
        return queries.side_by_side(call.session, Actor.of(call.principal, call.channel), call.now, **call.command)
