"""What deals hears of partners and of the people they have to have certified."""

from chassis.consumer import on
from chassis.delivery import Delivery
from services.deals.standing import use_cases
from services.deals.standing.model import CertificationStatus
from services.deals.standing.schemas import CertificationFact, PartnerFact, WithdrawnFact


class StandingEntrypoints:
    @on("partners", "partner.created.v1", reads=PartnerFact())
    def on_partner_created(self, delivery: Delivery) -> None:
        use_cases.note_standing(delivery.session, **delivery.data)

    @on("partners", "partner.updated.v1", reads=PartnerFact())
    def on_partner_updated(self, delivery: Delivery) -> None:
        use_cases.note_standing(delivery.session, **delivery.data)

    @on("partners", "partner.activated.v1", reads=PartnerFact())
    def on_partner_activated(self, delivery: Delivery) -> None:
        use_cases.note_standing(delivery.session, **delivery.data)

    @on("partners", "partner.suspended.v1", reads=PartnerFact())
    def on_partner_suspended(self, delivery: Delivery) -> None:
        use_cases.note_standing(delivery.session, **delivery.data)

    @on("partners", "partner.reinstated.v1", reads=PartnerFact())
    def on_partner_reinstated(self, delivery: Delivery) -> None:
        use_cases.note_standing(delivery.session, **delivery.data)

    @on("partners", "partner.terminated.v1", reads=PartnerFact())
    def on_partner_terminated(self, delivery: Delivery) -> None:
        use_cases.note_standing(delivery.session, **delivery.data)

    @on("enablement", "company_requirement.met.v1", reads=CertificationFact())
    def on_company_requirement_met(self, delivery: Delivery) -> None:
        use_cases.note_certification(delivery.session, status=CertificationStatus.MET, **delivery.data)

    @on("enablement", "company_requirement.at_risk.v1", reads=CertificationFact())
    def on_company_requirement_at_risk(self, delivery: Delivery) -> None:
        use_cases.note_certification(delivery.session, status=CertificationStatus.AT_RISK, **delivery.data)

    @on("enablement", "company_requirement.lost.v1", reads=CertificationFact())
    def on_company_requirement_lost(self, delivery: Delivery) -> None:
        use_cases.note_certification(delivery.session, status=CertificationStatus.LOST, **delivery.data)

    @on("enablement", "company_requirement.withdrawn.v1", reads=WithdrawnFact())
    def on_company_requirement_withdrawn(self, delivery: Delivery) -> None:
        use_cases.forget_certification(delivery.session, **delivery.data)
