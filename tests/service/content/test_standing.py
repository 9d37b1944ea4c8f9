"""What content heard of partners, people, certificates and deals is made again from the same events."""

from chassis.database import uuid7
from tests.service.content.library import Library
from tests.service.rebuilt import assert_made_again


def test_a_rebuild_makes_what_content_heard_and_changes_nothing_else(library: Library) -> None:
    norte, sur = library.partner("Norte"), library.partner("Sur", tier="silver")
    asset = library.publish()
    library.note_partner(norte, tier="silver", legal_name="Norte S.A.")
    library.note_partner(sur, status="suspended")
    first = library.certify(norte, "cloud-sales")
    library.certify(norte, "cloud-sales", certificate_id=first, fact="expiring")
    library.certify(norte, "cloud-sales", replaces=first)
    revoked = library.certify(sur, "security")
    library.certify(sur, "security", certificate_id=revoked, fact="revoked")
    deal = library.note_deal(norte, "R-1")
    library.share(norte, asset, deal_registration_id=deal)
    library.leave(sur.person_id, sur.partner_id)
    assert assert_made_again(library.harness) == 2 + 3 + 3 + 1


def test_a_renewed_certificate_counts_no_more_even_when_the_later_one_was_heard_of_first(library: Library) -> None:
    reader = library.partner()
    asset = library.publish(audience={"certifications": ["cloud-sales"]})
    earlier = uuid7()
    later = library.certify(reader, "cloud-sales", replaces=earlier)
    library.certify(reader, "cloud-sales", certificate_id=earlier)
    assert library.finds(reader.person, asset["asset_id"])
    library.certify(reader, "cloud-sales", certificate_id=later, fact="revoked", replaces=earlier)
    assert not library.finds(reader.person, asset["asset_id"])
