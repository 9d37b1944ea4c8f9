"""What metrics hears of people and of their certificates."""

from chassis.consumer import on
from chassis.delivery import Delivery
from services.metrics.facts.use_cases import note_event
from services.metrics.people import schemas, use_cases

_PERSON = schemas.PersonFact()
_CERTIFICATE = schemas.CertificateFact()


class PeopleEntrypoints:
    @on("partners", "person.joined.v1", reads=_PERSON)
    def on_person_joined(self, delivery: Delivery) -> None:
        use_cases.note_joined(delivery.session, note_event(delivery.session, delivery.event), **delivery.data)

    @on("partners", "person.left.v1", reads=_PERSON)
    def on_person_left(self, delivery: Delivery) -> None:
        use_cases.note_left(delivery.session, note_event(delivery.session, delivery.event), **delivery.data)

    @on("enablement", "certificate.issued.v1", reads=schemas.CertificateIssued())
    def on_certificate_issued(self, delivery: Delivery) -> None:
        use_cases.note_issued(delivery.session, note_event(delivery.session, delivery.event), **delivery.data)

    @on("enablement", "certificate.expiring.v1", reads=_CERTIFICATE)
    @on("enablement", "certificate.expired.v1", reads=_CERTIFICATE)
    def on_certificate_dated(self, delivery: Delivery) -> None:
        note_event(delivery.session, delivery.event)
        use_cases.note_certificate(delivery.session, **delivery.data)

    @on("enablement", "certificate.revoked.v1", reads=_CERTIFICATE)
    def on_certificate_revoked(self, delivery: Delivery) -> None:
        at = note_event(delivery.session, delivery.event)
        use_cases.note_certificate(delivery.session, revoked_at=at, **delivery.data)

    @on("enablement", "certificate.transferred.v1", reads=schemas.CertificateTransferred())
    def on_certificate_transferred(self, delivery: Delivery) -> None:
        note_event(delivery.session, delivery.event)
        use_cases.note_transferred(delivery.session, **delivery.data)
