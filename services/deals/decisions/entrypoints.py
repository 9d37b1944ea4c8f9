"""RPC methods of whoever decides."""

from typing import Any

from chassis.context import Call
from chassis.rpc import rpc
from services.deals.decisions import queries, schemas, use_cases
from services.deals.registrations.schemas import RegistrationCommand, RegistrationView
from services.deals.standing.model import Actor

_ALWAYS_POSSIBLE = ["deal_registration_not_found", "illegal_transition", "not_permitted", "stale_version"]


class DecisionEntrypoints:
    @rpc(takes=RegistrationCommand(), gives=RegistrationView(), writes=True, errors=_ALWAYS_POSSIBLE)
    def claim_deal_registration(self, call: Call) -> Any:
        """Take a submitted registration for review."""
        return use_cases.claim(call.session, Actor.of(call.principal, call.channel), call.now, **call.command)

    @rpc(takes=schemas.RequestInfoCommand(), gives=RegistrationView(), writes=True, errors=_ALWAYS_POSSIBLE)
    def request_deal_registration_info(self, call: Call) -> Any:
        """Ask the partner for more: opens the named fields to them and lets the clock rest."""
        return use_cases.request_info(call.session, Actor.of(call.principal, call.channel), call.now, **call.command)

    @rpc(
        takes=schemas.ApproveCommand(),
        gives=RegistrationView(),
        writes=True,
        errors=[
            *_ALWAYS_POSSIBLE,
            "scope_protected",
            "earlier_claim_undecided",
            "second_person_required",
            "self_approval",
        ],
    )
    def approve_deal_registration(self, call: Call) -> Any:
        """Approve a registration: its protection starts now."""
        return use_cases.approve(call.session, Actor.of(call.principal, call.channel), call.now, **call.command)

    @rpc(
        takes=schemas.RejectCommand(),
        gives=RegistrationView(),
        writes=True,
        errors=[*_ALWAYS_POSSIBLE, "self_approval"],
    )
    def reject_deal_registration(self, call: Call) -> Any:
        """Reject a registration with a reason code and a text for the partner."""
        return use_cases.reject(call.session, Actor.of(call.principal, call.channel), call.now, **call.command)

    @rpc(
        takes=schemas.ScheduleDecisionCommand(),
        gives=schemas.PendingDecisionView(),
        writes=True,
        errors=[*_ALWAYS_POSSIBLE, "decision_already_pending", "validation_failed"],
    )
    def schedule_decision(self, call: Call) -> Any:
        """Decide in ten seconds, unless it is undone before."""
        return use_cases.schedule_decision(
            call.session, Actor.of(call.principal, call.channel), call.now, **call.command
        )

    @rpc(takes=schemas.UndoDecisionCommand(), writes=True, errors=["pending_decision_not_found"])
    def undo_decision(self, call: Call) -> None:
        """Undo a decision that was not carried out yet: nothing of it remains."""
        use_cases.undo_decision(call.session, Actor.of(call.principal, call.channel), **call.command)

    @rpc(takes=schemas.ListDecisionQueueCommand(), gives=schemas.DecisionQueue(), errors=["not_permitted"])
    def list_decision_queue(self, call: Call) -> Any:
        """List what waits for a decision, the most urgent promise first."""
        return queries.decision_queue(call.session, Actor.of(call.principal, call.channel), call.now, **call.command)

    @rpc(
        takes=schemas.ListDecisionsCommand(),
        gives=schemas.DecisionRecords(),
        errors=["deal_registration_not_found", "not_permitted"],
    )
    def list_decisions(self, call: Call) -> Any:
        """Read the decisions on a registration with the rule versions and inputs they were made of."""
        return queries.decision_records(call.session, Actor.of(call.principal, call.channel), **call.command)
