"""The metrics service: its table of contents."""

from services.metrics.ageing.entrypoints import AgeingEntrypoints
from services.metrics.applications.entrypoints import ApplicationEntrypoints
from services.metrics.catalogue.entrypoints import CatalogueEntrypoints
from services.metrics.partners.entrypoints import PartnerEntrypoints
from services.metrics.people.entrypoints import PeopleEntrypoints
from services.metrics.registrations.entrypoints import RegistrationEntrypoints


class MetricsService(
    CatalogueEntrypoints,
    AgeingEntrypoints,
    RegistrationEntrypoints,
    PartnerEntrypoints,
    ApplicationEntrypoints,
    PeopleEntrypoints,
):
    """What the numbers say, and from which rows."""

    name = "metrics"
    jobs = ()
