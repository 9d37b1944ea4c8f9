"""The deals service: its capabilities, put together. The table of contents."""

from services.deals.conflicts.entrypoints import ConflictEntrypoints
from services.deals.decisions.entrypoints import DecisionEntrypoints
from services.deals.notes.entrypoints import NoteEntrypoints
from services.deals.protection.entrypoints import ProtectionEntrypoints
from services.deals.registrations.entrypoints import RegistrationEntrypoints
from services.deals.sales.entrypoints import SalesEntrypoints
from services.deals.standing.entrypoints import StandingEntrypoints


class DealsService(
    RegistrationEntrypoints,
    ConflictEntrypoints,
    DecisionEntrypoints,
    ProtectionEntrypoints,
    SalesEntrypoints,
    NoteEntrypoints,
    StandingEntrypoints,
):
    name = "deals"
