"""The library in the portal and the page of a link over canned answers."""

from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient

from chassis.errors import ServiceError
from gateway import sealed_links
from gateway.settings import Settings
from tests.gateway.canned import CannedServices
from tests.gateway.console.test_content_pages import asset
from tests.gateway.people import People

ASSET, SHARE = UUID(int=301), UUID(int=401)
PAGE = f"/library/{ASSET}"


def seen(**changes: Any) -> dict[str, Any]:
    hidden = {"audience", "owner_id", "review_on", "versions", "created_by", "reviewed_at", "reviewed_by"}
    kept = {name: value for name, value in asset().items() if name not in hidden}
    return {**kept, "held_version_number": None, "actions": [], **changes}


def share(**changes: Any) -> dict[str, Any]:
    return {
        "share_id": str(SHARE),
        "asset_id": str(ASSET),
        "title": "Ficha técnica",
        "version_number": 1,
        "current_version_number": 2,
        "person_id": str(UUID(int=2)),
        "partner_id": str(UUID(int=201)),
        "deal_registration_id": None,
        "deal_number": None,
        "status": "active",
        "created_at": "2026-03-02T09:00:00+00:00",
        "expires_at": "2026-04-01T09:00:00+00:00",
        "revoked_at": None,
        "opens": 2,
        "downloads": 1,
        "last_opened_at": "2026-03-03T09:00:00+00:00",
        **changes,
    }


@pytest.fixture
def seller(app: Flask, people: People, services: CannedServices) -> FlaskClient:
    client = app.test_client()
    client.set_cookie("prm_session", people.sign_in("partner_seller").token)
    services.answers |= {
        "view_asset": seen(),
        "list_shares": {"items": [share()], "next_cursor": None},
        "list_deal_registrations": {"items": [], "next_cursor": None},
        "get_people": {"items": []},
    }
    return client


def test_an_asset_offers_its_file_and_the_links_that_were_made(seller: FlaskClient, gateway_settings: Settings) -> None:
    page = seller.get(PAGE).text
    token = sealed_links.token_for(gateway_settings, "share_id", SHARE)
    for words in ("Ficha técnica", "Download", "PDF, 18", f"/s/{token}", "opened 2 times", "Take back"):
        assert words in page
    assert "newer version" not in page.replace("newest version", "")


def test_who_has_an_earlier_version_is_told(seller: FlaskClient, services: CannedServices) -> None:
    services.answers["view_asset"] = seen(held_version_number=1)
    page = seller.get(PAGE).text
    assert "You have version 1. Version 2 is the current one." in page
    assert "New prices." in page


def test_what_has_ended_leads_to_what_took_its_place_and_is_not_had_any_more(
    seller: FlaskClient, services: CannedServices
) -> None:
    successor = {"asset_id": str(UUID(int=302)), "title": "Ficha 2027"}
    services.answers["view_asset"] = seen(status="replaced", replacement=successor)
    page = seller.get(PAGE).text
    assert f"/library/{successor['asset_id']}" in page
    assert "Ficha 2027" in page
    assert f"{PAGE}/file" not in page
    assert "Make a link" not in page


def test_my_shares_say_what_the_link_opens_now(seller: FlaskClient) -> None:
    page = seller.get("/shares").text
    assert "you shared version 1; the link now opens version 2" in page


def test_an_absent_asset_is_a_page_that_is_not_there(seller: FlaskClient, services: CannedServices) -> None:
    services.answers["view_asset"] = ServiceError("not_found", "not_found", "", {})
    assert seller.get(PAGE).status_code == 404


def test_a_link_opens_without_an_account_and_counts_no_mere_look(
    app: Flask, services: CannedServices, gateway_settings: Settings
) -> None:
    token = sealed_links.token_for(gateway_settings, "share_id", SHARE)
    services.answers["open_share"] = {
        **{name: asset()[name] for name in ("title", "summary", "asset_type", "language", "revised_at")},
        "share_id": str(SHARE),
        "filename": "ficha.pdf",
        "media_type": "application/pdf",
        "size": 18_400,
        "expires_at": "2026-04-01T09:00:00+00:00",
        "shared_by": "Andes Tecnología",
    }
    outsider = app.test_client()
    page = outsider.get(f"/s/{token}").text
    assert "Andes Tecnología" in page
    assert f"/s/{token}/file" in page
    assert services.last.command == {"share_id": str(SHARE)}
    asked = len(services.asked)
    assert outsider.head(f"/s/{token}").status_code == 200
    assert len(services.asked) == asked


@pytest.mark.parametrize("code", ["share_ended", "not_found"])
def test_a_link_that_ended_and_one_that_never_was_look_the_same(
    app: Flask, services: CannedServices, gateway_settings: Settings, code: str
) -> None:
    token = sealed_links.token_for(gateway_settings, "share_id", SHARE)
    services.answers["open_share"] = ServiceError("not_found", code, "", {})
    outsider = app.test_client()
    ended, never = outsider.get(f"/s/{token}"), outsider.get("/s/of-no-one")
    assert (ended.status_code, never.status_code) == (404, 404)
    assert "Ask whoever sent it for a new one" in ended.text
    assert ended.text.replace(token, "") == never.text.replace("of-no-one", "")
