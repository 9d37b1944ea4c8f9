"""The deals service: its capabilities, put together. The table of contents."""

from services.deals.claims.jobs import notice_conflicts
from services.deals.conflicts.entrypoints import ConflictEntrypoints
from services.deals.decisions.entrypoints import DecisionEntrypoints
from services.deals.decisions.jobs import execute_pending_decisions, lapse_unanswered_requests
from services.deals.notes.entrypoints import NoteEntrypoints
from services.deals.protection.entrypoints import ProtectionEntrypoints
from services.deals.protection.jobs import expire_registrations
from services.deals.registrations.entrypoints import RegistrationEntrypoints
from services.deals.sales.entrypoints import SalesEntrypoints
from services.deals.standing.entrypoints import StandingEntrypoints
from services.deals.standing.tables import partner_certifications, partner_standing


class DealsService(
    RegistrationEntrypoints,
    ConflictEntrypoints,
    DecisionEntrypoints,
    ProtectionEntrypoints,
    SalesEntrypoints,
    NoteEntrypoints,
    StandingEntrypoints,
):
    """Who has the claim to which opportunity."""

    name = "deals"
    made_of_events = (partner_standing, partner_certifications)
    jobs = (execute_pending_decisions, notice_conflicts, expire_registrations, lapse_unanswered_requests)
