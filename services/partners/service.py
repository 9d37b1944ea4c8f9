"""The partners service: its table of contents."""

from services.partners.applications.entrypoints import ApplicationEntrypoints
from services.partners.offboarding.entrypoints import OffboardingEntrypoints
from services.partners.organisations.entrypoints import OrganisationEntrypoints
from services.partners.people.entrypoints import PeopleEntrypoints
from services.partners.programs.entrypoints import ProgramEntrypoints


class PartnersService(
    ApplicationEntrypoints, OrganisationEntrypoints, PeopleEntrypoints, ProgramEntrypoints, OffboardingEntrypoints
):
    """Who sells for the vendor."""

    name = "partners"
    jobs = ()
