"""Sharing and use: links for people outside, as good as their sender's own view, and the counts of all use."""

from datetime import timedelta

from chassis.clock import FrozenClock
from chassis.database import uuid7
from tests.service.content.library import MONDAY, Library

GOLD = {"tiers": ["gold"]}


def test_an_open_is_counted_and_linked_to_the_deal_of_the_share(library: Library) -> None:
    partner, asset = library.partner(), library.publish("Guía Atlas")
    deal_registration_id = library.note_deal(partner, "D-20417")
    share = library.share(partner, asset, deal_registration_id=deal_registration_id)
    opened = library.call("open_share", None, share_id=share["share_id"])
    assert (opened["title"], opened["shared_by"]) == ("Guía Atlas", "Andes Tecnología")
    library.call("open_share", None, share_id=share["share_id"])
    (listed,) = library.call("list_shares", partner.person)["items"]
    assert (listed["opens"], listed["deal_number"], listed["status"]) == (2, "D-20417", "active")
    events = [event["data"] for event in library.harness.events("asset.share_opened.v1")]
    assert [data["opens"] for data in events] == [1, 2]
    assert {data["deal_registration_id"] for data in events} == {str(deal_registration_id)}


def test_an_outsider_is_told_nothing_but_what_the_page_needs(library: Library) -> None:
    share = library.share(library.partner(), library.publish(audience=GOLD))
    opened = library.call("open_share", None, share_id=share["share_id"])
    assert opened.keys().isdisjoint({"audience", "person_id", "partner_id", "asset_id", "blob_key", "owner_id"})


def test_a_link_is_as_good_as_its_senders_own_view(library: Library) -> None:
    partner = library.partner()
    share = library.share(partner, library.publish(audience=GOLD))
    library.note_partner(partner, tier="silver")
    library.refuses("not_found", "open_share", share_id=share["share_id"])
    library.refuses("not_found", "download_shared", share_id=share["share_id"])
    assert library.call("list_shares", partner.person)["items"] == []
    library.note_partner(partner, tier="gold")
    assert library.call("open_share", share_id=share["share_id"])["title"] == "Ficha técnica"
    library.leave(partner.person_id, partner.partner_id)
    library.refuses("not_found", "open_share", share_id=share["share_id"])


def test_a_link_serves_the_newest_version_and_follows_to_what_took_the_place(library: Library) -> None:
    partner, old, new = library.partner(), library.publish("Old"), library.publish("New")
    share = library.share(partner, old)
    library.add_version(old["asset_id"], filename="second.pdf")
    assert library.call("download_shared", share_id=share["share_id"])["filename"] == "second.pdf"
    library.call("replace_asset", asset_id=old["asset_id"], replacement_asset_id=new["asset_id"])
    assert library.call("open_share", share_id=share["share_id"])["title"] == "New"


def test_a_link_ends_by_itself_and_when_it_is_taken_back(library: Library, time: FrozenClock) -> None:
    partner, asset = library.partner(), library.publish()
    short = library.share(partner, asset, expires_at=MONDAY + timedelta(days=7))
    kept = library.share(partner, asset)
    library.call("revoke_share", partner.person, share_id=kept["share_id"])
    library.refuses("share_ended", "open_share", share_id=kept["share_id"])
    time.advance(days=7)
    library.refuses("share_ended", "open_share", share_id=short["share_id"])
    statuses = {one["share_id"]: one["status"] for one in library.call("list_shares", partner.person)["items"]}
    assert statuses == {kept["share_id"]: "revoked", short["share_id"]: "expired"}


def test_sellers_see_and_take_back_their_own_links_and_administrators_those_of_the_company(library: Library) -> None:
    partner, other, asset = library.partner(), library.partner("Other"), library.publish()
    share = library.share(partner, asset)
    colleague = partner.colleague(uuid7(), scope="own")
    admin = partner.colleague(uuid7(), roles=("partner_admin",))
    assert library.call("list_shares", colleague)["items"] == []
    assert library.call("list_shares", other.person)["items"] == []
    for stranger in (colleague, other.person):
        library.refuses("not_found", "revoke_share", stranger, share_id=share["share_id"])
    assert [one["share_id"] for one in library.call("list_shares", admin)["items"]] == [share["share_id"]]
    assert library.call("revoke_share", admin, share_id=share["share_id"])["status"] == "revoked"


def test_a_link_is_not_made_for_another_companys_deal(library: Library) -> None:
    partner, other, asset = library.partner(), library.partner("Other"), library.publish()
    theirs = library.note_deal(other, "D-20418")
    for deal_registration_id in (theirs, uuid7()):
        command = {"asset_id": asset["asset_id"], "deal_registration_id": deal_registration_id}
        library.refuses("deal_unknown", "create_share", partner.person, **command)


def test_use_is_counted_by_asset_partner_person_and_version(library: Library) -> None:
    partner, other, asset = library.partner(), library.partner("Other"), library.publish()
    asset_id = asset["asset_id"]
    library.call("view_asset", partner.person, asset_id=asset_id)
    library.call("download_asset", partner.person, asset_id=asset_id)
    share = library.share(partner, asset)
    library.call("open_share", share_id=share["share_id"])
    library.add_version(asset_id)
    library.call("download_asset", other.person, asset_id=asset_id)
    library.call("view_asset", library.manager, asset_id=asset_id)
    usage = library.call("get_usage", asset_id=asset_id)
    assert [usage[name] for name in ("views", "downloads", "shares", "opens")] == [1, 2, 1, 1]
    by_partner = {row["name"]: (row["views"], row["downloads"]) for row in usage["by_partner"]}
    assert by_partner == {"Andes Tecnología": (1, 1), "Other": (0, 1)}
    assert {row["version_number"]: row["downloads"] for row in usage["by_version"]} == {1: 1, 2: 1}
    theirs = library.call("get_usage", partner_id=other.partner_id)
    assert [(row["title"], row["downloads"]) for row in theirs["by_asset"]] == [("Ficha técnica", 1)]
    assert library.call("get_usage", person_id=partner.person_id)["opens"] == 1
    library.refuses("vendor_only", "get_usage", partner.person, asset_id=asset_id)


def test_who_has_an_earlier_version_is_told_which(library: Library) -> None:
    partner, asset = library.partner(), library.publish()
    asset_id = asset["asset_id"]
    assert library.call("view_asset", partner.person, asset_id=asset_id)["held_version_number"] is None
    library.call("download_asset", partner.person, asset_id=asset_id)
    library.add_version(asset_id)
    shown = library.call("view_asset", partner.person, asset_id=asset_id)
    assert (shown["held_version_number"], shown["current_version"]["number"]) == (1, 2)


def test_a_download_says_who_took_which_version(library: Library) -> None:
    partner, asset = library.partner(), library.publish()
    library.call("download_asset", partner.person, asset_id=asset["asset_id"])
    (event,) = library.harness.events("asset.downloaded.v1")
    assert event["partnerid"] == event["data"]["partner_id"] == str(partner.partner_id)
    assert (event["data"]["person_id"], event["data"]["version_number"]) == (str(partner.person_id), 1)
