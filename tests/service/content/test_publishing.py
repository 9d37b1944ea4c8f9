"""Publishing: what staff put into the library, version by version, and what the calendar takes out of it."""

from datetime import date, timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from chassis.clock import FrozenClock
from chassis.database import uuid7
from services.content.assets.jobs import expire_assets, notice_reviews, sweep_unclaimed_uploads
from tests.service.content.library import MONDAY, PDF, Library

GOLD_IN_MEXICO = {"tiers": ["gold"], "countries": ["MX"]}


def test_a_gold_partner_in_mexico_finds_what_was_published_for_it_and_a_silver_one_finds_no_trace(
    library: Library,
) -> None:
    gold, silver = library.partner(), library.partner("Bajío Sistemas", tier="silver")
    asset = library.publish("Guía Atlas", audience=GOLD_IN_MEXICO)
    assert library.titles(gold.person) == ["Guía Atlas"]
    assert library.titles(silver.person) == []
    for method in ("get_asset", "view_asset", "download_asset", "create_share"):
        hidden = library.refuses("not_found", method, silver.person, asset_id=asset["asset_id"])
        absent = library.refuses("not_found", method, silver.person, asset_id=uuid7())
        assert (hidden.message, hidden.details) == (absent.message, absent.details)
    assert library.call("preview_audience", audience=GOLD_IN_MEXICO) == {
        "partner_count": 1,
        "person_count": 1,
        "partners": [{"partner_id": str(gold.partner_id), "name": "Andes Tecnología"}],
    }


def test_a_draft_is_found_by_staff_alone(library: Library) -> None:
    partner, draft = library.partner(), library.draft("Borrador")
    library.add_version(draft["asset_id"])
    assert library.titles(library.manager) == ["Borrador"]
    assert library.titles(partner.person) == []
    assert not library.finds(partner.person, draft["asset_id"])


def test_the_permanent_link_serves_the_newest_version_and_staff_keep_all(library: Library) -> None:
    partner, asset = library.partner(), library.publish()
    library.add_version(asset["asset_id"], content=PDF + b"second", filename="ficha-2.pdf")
    taken = library.call("download_asset", partner.person, asset_id=asset["asset_id"])
    assert (taken["version_number"], taken["filename"]) == (2, "ficha-2.pdf")
    assert b"".join(library.blobs.read(taken["blob_key"])) == PDF + b"second"
    library.refuses("not_found", "download_asset", partner.person, asset_id=asset["asset_id"], version_number=1)
    first = library.call("download_asset", asset_id=asset["asset_id"], version_number=1)
    assert b"".join(library.blobs.read(first["blob_key"])) == PDF
    assert library.harness.published()[:2] == ["asset.published.v1", "asset.revised.v1"]


def test_the_database_changes_no_version(library: Library) -> None:
    library.publish()
    for statement in ("UPDATE asset_versions SET note = 'x'", "DELETE FROM asset_versions"):
        with pytest.raises(DBAPIError, match="only grows"), library.harness.sessions.engine.begin() as connection:
            connection.execute(text(statement))


def test_a_partner_reads_nothing_of_whom_an_asset_is_for_or_who_owns_it(library: Library) -> None:
    partner = library.partner()
    asset = library.publish(audience=GOLD_IN_MEXICO)
    shown = library.call("get_asset", partner.person, asset_id=asset["asset_id"])
    listed = library.call("list_assets", partner.person)["items"][0]
    for view in (shown, listed):
        assert view.keys().isdisjoint({"audience", "owner_id", "review_on", "created_by", "versions", "reviewed_by"})
        assert view["actions"] == []
    assert library.call("get_asset", asset_id=asset["asset_id"])["audience"]["tiers"] == ["gold"]


def test_what_has_ended_vanishes_and_its_link_leads_to_what_took_its_place(library: Library) -> None:
    partner, outsider = library.partner(), library.partner("Other", country="ES")
    old, new = (library.publish(title, audience={"countries": ["MX"]}) for title in ("Old prices", "New prices"))
    library.call("replace_asset", asset_id=old["asset_id"], replacement_asset_id=new["asset_id"])
    assert library.titles(partner.person) == ["New prices"]
    shown = library.call("get_asset", partner.person, asset_id=old["asset_id"])
    assert shown["status"] == "replaced"
    assert shown["replacement"] == {"asset_id": new["asset_id"], "title": "New prices"}
    library.refuses("asset_withdrawn", "download_asset", partner.person, asset_id=old["asset_id"])
    assert not library.finds(outsider.person, old["asset_id"])


def test_a_replacement_is_named_only_to_whom_it_may_be_shown(library: Library) -> None:
    partner = library.partner(tier="silver")
    old, new = library.publish("For all"), library.publish("For gold", audience={"tiers": ["gold"]})
    library.call("replace_asset", asset_id=old["asset_id"], replacement_asset_id=new["asset_id"])
    assert library.call("get_asset", partner.person, asset_id=old["asset_id"])["replacement"] is None


def test_the_calendar_ends_what_is_over_and_says_so_once(library: Library, time: FrozenClock) -> None:
    library.publish("Promotion", expires_on=MONDAY.date())
    library.publish("Evergreen")
    assert library.harness.run_job(expire_assets) == 0
    time.advance(days=1)
    assert library.harness.run_job(expire_assets) == 1
    assert library.harness.run_job(expire_assets) == 0
    (ended,) = library.harness.events("asset.retired.v1")
    assert (ended["data"]["title"], ended["data"]["reason"]) == ("Promotion", "expired")


def test_an_owner_is_asked_once_thirty_days_before_each_review_date(library: Library, time: FrozenClock) -> None:
    asset = library.publish(review_on=(MONDAY + timedelta(days=31)).date())
    assert library.harness.run_job(notice_reviews) == 0
    time.advance(days=1)
    assert library.harness.run_job(notice_reviews) == 1
    assert library.harness.run_job(notice_reviews) == 0
    assert [one["title"] for one in library.call("list_assets", view="review_due")["items"]] == ["Ficha técnica"]
    library.call("mark_reviewed", asset_id=asset["asset_id"], review_on=date(2026, 12, 1))
    assert library.call("list_assets", view="review_due")["items"] == []
    time.advance(days=260)
    assert library.harness.run_job(notice_reviews) == 1
    (first, second) = library.harness.events("asset.review_due.v1")
    assert first["data"]["owner_id"] == library.manager.claims["person_id"]
    assert second["data"]["review_on"] == "2026-12-01"


def test_an_asset_whose_owner_has_left_is_due_for_review(library: Library) -> None:
    leaving = library.staff("channel_manager")
    owner_id = leaving.claims["person_id"]
    library.publish("Orphan", owner_id=owner_id)
    assert library.call("list_assets", view="review_due")["items"] == []
    library.leave(owner_id, None)
    assert [one["title"] for one in library.call("list_assets", view="review_due")["items"]] == ["Orphan"]


def test_only_the_vendors_people_own_content(library: Library) -> None:
    partner = library.partner()
    for owner_id in (partner.person_id, uuid7()):
        library.refuses("owner_unknown", "create_asset", **library.description(owner_id=owner_id))


def test_one_upload_becomes_one_version(library: Library) -> None:
    one, other, file = library.draft("One"), library.draft("Other"), library.upload()
    library.call("add_asset_version", asset_id=one["asset_id"], **file)
    library.refuses("upload_taken", "add_asset_version", asset_id=other["asset_id"], **file)
    assert library.call("get_asset", asset_id=other["asset_id"])["current_version"] is None


def test_a_file_that_is_not_there_in_its_size_or_not_what_it_says_becomes_no_version(library: Library) -> None:
    asset_id = library.draft()["asset_id"]
    short = {**library.upload(), "size": 3}
    library.refuses("upload_unknown", "add_asset_version", asset_id=asset_id, **short)
    library.refuses(
        "upload_unknown", "add_asset_version", asset_id=asset_id, **{**library.upload(), "upload_id": uuid7()}
    )
    page = library.upload(b"<html><script>alert(1)</script></html>", "ficha.pdf")
    library.refuses("file_type_mismatch", "add_asset_version", asset_id=asset_id, **page)
    program = library.upload(b"MZ\x90\x00" + bytes(100), "ficha.exe")
    library.refuses("program_refused", "add_asset_version", asset_id=asset_id, **program)
    assert library.call("get_asset", asset_id=asset_id)["versions"] == []


def test_uploads_that_nobody_claimed_are_swept_and_versions_are_kept(library: Library, time: FrozenClock) -> None:
    asset, unclaimed = library.publish(), library.upload()
    key = library.call("download_asset", asset_id=asset["asset_id"])["blob_key"]
    time.advance(days=-1)
    library.harness.run_job(sweep_unclaimed_uploads)
    assert library.blobs.size(f"uploads/content/{unclaimed['upload_id']}") is not None
    time.advance(days=366 * 10)
    library.harness.run_job(sweep_unclaimed_uploads)
    assert library.blobs.size(f"uploads/content/{unclaimed['upload_id']}") is None
    assert library.blobs.size(key) == len(PDF)


def test_a_change_of_what_somebody_else_changed_is_refused(library: Library) -> None:
    asset = library.draft()
    library.call("update_asset", asset_id=asset["asset_id"], version=asset["version"], title="Mine")
    library.refuses(
        "stale_version", "update_asset", asset_id=asset["asset_id"], version=asset["version"], title="Theirs"
    )
    assert library.call("get_asset", asset_id=asset["asset_id"])["title"] == "Mine"


def test_pages_of_a_list_hold_every_asset_once(library: Library) -> None:
    partner = library.partner()
    wanted = {library.publish(f"Asset {number}")["asset_id"] for number in range(7)}
    seen, cursor = [], None
    while True:
        page = library.call("list_assets", partner.person, limit=3, cursor=cursor)
        seen += [item["asset_id"] for item in page["items"]]
        if (cursor := page["next_cursor"]) is None:
            break
    assert len(seen) == 7
    assert set(seen) == wanted
