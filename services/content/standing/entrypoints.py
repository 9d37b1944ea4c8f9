"""What content hears of partners, their people, what these are certified in, and their deals."""

from chassis.consumer import on
from chassis.delivery import Delivery
from services.content.standing import use_cases
from services.content.standing.schemas import CertificateFact, DealFact, PartnerFact, PersonFact


class StandingEntrypoints:
    @on("partners", "partner.created.v1", reads=PartnerFact())
    @on("partners", "partner.updated.v1", reads=PartnerFact())
    @on("partners", "partner.activated.v1", reads=PartnerFact())
    @on("partners", "partner.suspended.v1", reads=PartnerFact())
    @on("partners", "partner.reinstated.v1", reads=PartnerFact())
    @on("partners", "partner.terminated.v1", reads=PartnerFact())
    def on_partner_changed(self, delivery: Delivery) -> None:
        use_cases.note_partner(delivery.session, **delivery.data)

    @on("partners", "person.invited.v1", reads=PersonFact())
    @on("partners", "person.joined.v1", reads=PersonFact())
    @on("partners", "person.updated.v1", reads=PersonFact())
    def on_person_changed(self, delivery: Delivery) -> None:
        use_cases.note_person(delivery.session, **delivery.data)

    @on("partners", "person.left.v1", reads=PersonFact())
    def on_person_left(self, delivery: Delivery) -> None:
        use_cases.note_person(delivery.session, **delivery.data, has_left=True)

    @on("enablement", "certificate.issued.v1", reads=CertificateFact())
    @on("enablement", "certificate.expiring.v1", reads=CertificateFact())
    @on("enablement", "certificate.expired.v1", reads=CertificateFact())
    @on("enablement", "certificate.revoked.v1", reads=CertificateFact())
    @on("enablement", "certificate.transferred.v1", reads=CertificateFact())
    def on_certificate_changed(self, delivery: Delivery) -> None:
        use_cases.note_certificate(delivery.session, **delivery.data)

    @on("deals", "deal_registration.submitted.v1", reads=DealFact())
    def on_deal_registration_submitted(self, delivery: Delivery) -> None:
        use_cases.note_deal(delivery.session, **delivery.data)
