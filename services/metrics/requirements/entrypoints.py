"""What metrics hears of companies' requirements."""

from chassis.consumer import on
from chassis.delivery import Delivery
from services.metrics.facts.use_cases import note_event
from services.metrics.requirements.schemas import RequirementFact
from services.metrics.requirements.use_cases import note_requirement

_REQUIREMENT = RequirementFact()


class RequirementEntrypoints:
    @on("enablement", "company_requirement.met.v1", reads=_REQUIREMENT)
    @on("enablement", "company_requirement.at_risk.v1", reads=_REQUIREMENT)
    def on_company_requirement_met(self, delivery: Delivery) -> None:
        """Whatever is at risk is still met."""
        note_requirement(delivery.session, note_event(delivery.session, delivery.event), "met", **delivery.data)

    @on("enablement", "company_requirement.lost.v1", reads=_REQUIREMENT)
    def on_company_requirement_lost(self, delivery: Delivery) -> None:
        note_requirement(delivery.session, note_event(delivery.session, delivery.event), "lost", **delivery.data)

    @on("enablement", "company_requirement.withdrawn.v1", reads=_REQUIREMENT)
    def on_company_requirement_withdrawn(self, delivery: Delivery) -> None:
        note_requirement(delivery.session, note_event(delivery.session, delivery.event), None, **delivery.data)
