"""What content heard of partners, people, certificates and deals is made again from the same events."""

from typing import Any

from chassis import dump
from chassis.database import uuid7
from services.content.service import ContentService
from tests.service.content.library import Library, Partner
from tests.service.rebuilt import everything


def hear_renewal(library: Library, partner: Partner, renewed: Any) -> None:
    about = uuid7()
    said = {
        "certificate_id": about,
        "person_id": partner.person_id,
        "certification_code": "cloud-sales",
        "status": "active",
        "replaces_certificate_id": renewed,
    }
    library.harness.deliver("enablement", "certificate.issued.v1", said, subject=f"certificate/{about}")


def test_a_rebuild_makes_what_content_heard_and_changes_nothing_else(library: Library) -> None:
    norte, sur = library.partner("Norte"), library.partner("Sur", tier="silver")
    asset = library.publish()
    library.note_partner(norte, tier="silver", legal_name="Norte S.A.")
    library.note_partner(sur, status="suspended")
    first = library.certify(norte, "cloud-sales")
    library.certify(norte, "cloud-sales", certificate_id=first, fact="expiring")
    hear_renewal(library, norte, first)
    revoked = library.certify(sur, "security")
    library.certify(sur, "security", certificate_id=revoked, fact="revoked")
    deal = library.note_deal(norte, "R-1")
    library.share(norte, asset, deal_registration_id=deal)
    library.leave(sur.person_id, sur.partner_id)
    before = everything(library.harness)
    library.harness.rebuild()
    assert everything(library.harness) == before
    assert len(list(dump.lines(library.harness.sessions.engine, ContentService))) == 2 + 3 + 3 + 1
