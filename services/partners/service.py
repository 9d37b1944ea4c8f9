"""The partners service: its table of contents."""

from services.partners.applications.entrypoints import ApplicationEntrypoints
from services.partners.checklists.entrypoints import ChecklistEntrypoints
from services.partners.offboarding.entrypoints import OffboardingEntrypoints
from services.partners.onboarding.entrypoints import OnboardingEntrypoints
from services.partners.onboarding.jobs import follow_records
from services.partners.organisations.entrypoints import OrganisationEntrypoints
from services.partners.people.entrypoints import PeopleEntrypoints
from services.partners.programs.entrypoints import ProgramEntrypoints


class PartnersService(
    ApplicationEntrypoints,
    OrganisationEntrypoints,
    PeopleEntrypoints,
    ProgramEntrypoints,
    ChecklistEntrypoints,
    OnboardingEntrypoints,
    OffboardingEntrypoints,
):
    """Who sells for the vendor. It names no `made_of_events`: facts of others only move its own onboarding lists."""

    name = "partners"
    jobs = (follow_records,)
