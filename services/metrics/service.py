"""The metrics service: its table of contents."""

from services.metrics.ageing.entrypoints import AgeingEntrypoints
from services.metrics.applications.entrypoints import ApplicationEntrypoints
from services.metrics.catalogue.entrypoints import CatalogueEntrypoints
from services.metrics.dashboards.entrypoints import DashboardEntrypoints
from services.metrics.exports.entrypoints import ExportEntrypoints
from services.metrics.exports.jobs import expire_exports, write_exports
from services.metrics.partners.entrypoints import PartnerEntrypoints
from services.metrics.people.entrypoints import PeopleEntrypoints
from services.metrics.registrations.entrypoints import RegistrationEntrypoints
from services.metrics.scorecards.entrypoints import ScorecardEntrypoints
from services.metrics.targets.entrypoints import TargetEntrypoints


class MetricsService(
    CatalogueEntrypoints,
    AgeingEntrypoints,
    RegistrationEntrypoints,
    PartnerEntrypoints,
    ApplicationEntrypoints,
    PeopleEntrypoints,
    DashboardEntrypoints,
    ExportEntrypoints,
    ScorecardEntrypoints,
    TargetEntrypoints,
):
    """What the numbers say, and from which rows."""

    name = "metrics"
    jobs = (write_exports, expire_exports)
