"""The metrics service: its table of contents."""

from services.metrics.ageing.entrypoints import AgeingEntrypoints
from services.metrics.applications.entrypoints import ApplicationEntrypoints
from services.metrics.applications.tables import applications
from services.metrics.assets.entrypoints import AssetEntrypoints
from services.metrics.assets.tables import asset_uses, assets
from services.metrics.catalogue.entrypoints import CatalogueEntrypoints
from services.metrics.dashboards.entrypoints import DashboardEntrypoints
from services.metrics.exports.entrypoints import ExportEntrypoints
from services.metrics.exports.jobs import expire_exports, write_exports
from services.metrics.facts.entrypoints import FactEntrypoints
from services.metrics.facts.tables import facts, sources
from services.metrics.partners.entrypoints import PartnerEntrypoints
from services.metrics.partners.tables import partners
from services.metrics.people.entrypoints import PeopleEntrypoints
from services.metrics.people.tables import certificates, people
from services.metrics.registrations.entrypoints import RegistrationEntrypoints
from services.metrics.registrations.tables import registrations
from services.metrics.requirements.entrypoints import RequirementEntrypoints
from services.metrics.requirements.tables import company_requirements
from services.metrics.rollups.tables import rollups
from services.metrics.scorecards.entrypoints import ScorecardEntrypoints
from services.metrics.targets.entrypoints import TargetEntrypoints


class MetricsService(
    CatalogueEntrypoints,
    AgeingEntrypoints,
    FactEntrypoints,
    RegistrationEntrypoints,
    PartnerEntrypoints,
    ApplicationEntrypoints,
    PeopleEntrypoints,
    RequirementEntrypoints,
    AssetEntrypoints,
    DashboardEntrypoints,
    ExportEntrypoints,
    ScorecardEntrypoints,
    TargetEntrypoints,
):
    """What the numbers say, and from which rows."""

    name = "metrics"
    made_of_events = (
        *(sources, facts, rollups),
        *(partners, registrations, applications, people, certificates, company_requirements, assets, asset_uses),
    )
    jobs = (write_exports, expire_exports)
