"""Content in the console over canned answers: what is sent of an asset, its audience and its end; borrowed views."""

from typing import Any
from uuid import UUID

import pytest
from flask.testing import FlaskClient

from chassis.errors import ServiceError
from gateway.uploads import page_forms
from tests.gateway.console.conftest import CannedServices, Desk

ASSET, OTHER, PARTNER = (str(UUID(int=n)) for n in (301, 302, 201))
NOBODY: dict[str, list[str]] = {
    name: [] for name in ("tiers", "partner_types", "regions", "countries", "languages", "roles", "certifications")
}
FILE = {
    "number": 2,
    "filename": "ficha.pdf",
    "media_type": "application/pdf",
    "size": 18_400,
    "note": "New prices.",
    "added_at": "2026-03-02T09:00:00+00:00",
    "sha256": "0" * 64,
    "added_by": "person:" + str(UUID(int=2)),
}


def asset(**changes: Any) -> dict[str, Any]:
    return {
        "asset_id": ASSET,
        "title": "Ficha técnica",
        "summary": "What it does.",
        "asset_type": "datasheet",
        "language": "es",
        "product_lines": ["northbeam-cloud"],
        "status": "published",
        "expires_on": None,
        "revised_at": "2026-03-02T09:00:00+00:00",
        "published_at": "2026-03-02T09:00:00+00:00",
        "ended_at": None,
        "version": 4,
        "current_version": FILE,
        "actions": ["update", "add_version", "mark_reviewed", "replace", "retire"],
        "owner_id": str(UUID(int=2)),
        "review_on": "2026-09-01",
        "reviewed_at": None,
        "reviewed_by": None,
        "created_by": "person:" + str(UUID(int=2)),
        "audience": {**NOBODY, "tiers": ["gold"], "countries": ["MX"]},
        "replacement": None,
        "versions": [FILE, {**FILE, "number": 1}],
        **changes,
    }


@pytest.fixture
def editor(desk: Desk, services: CannedServices, monkeypatch: pytest.MonkeyPatch) -> FlaskClient:
    monkeypatch.setattr(page_forms.csrf, "protect", lambda: None)  # the desk's forms carry no token
    desk.sign_in_as("program_manager")
    use = {"views": 5, "downloads": 3, "shares": 1, "opens": 7}
    services.answers |= {
        "get_asset": asset(),
        "list_assets": {"items": [asset(), asset(asset_id=OTHER, title="Lista de precios")], "next_cursor": None},
        "preview_audience": {"partner_count": 1, "person_count": 3, "partners": [{"name": "Andes Tecnología"}]},
        "get_usage": {
            **use,
            "last_used_at": "2026-03-02T09:00:00+00:00",
            "by_asset": [],
            "by_partner": [{"partner_id": PARTNER, "name": "Andes Tecnología", **use}],
            "by_person": [],
            "by_version": [],
        },
        "get_partner": {"partner_id": PARTNER, "legal_name": "Andes Tecnología", "country": "MX"},
    }
    return desk.browser()


FORM = {"title": "Guía", "asset_type": "playbook", "language": "es", "review_on": "2026-09-01", "key": "k"}


def test_an_asset_shows_its_versions_its_audience_in_words_and_who_used_it(editor: FlaskClient) -> None:
    page = editor.get(f"/console/content/{ASSET}").text
    for words in (
        "Ficha técnica",
        "Gold",
        "Mexico",
        "1 partner",
        "Andes Tecnología",
        "18.4\N{NO-BREAK SPACE}kB",
        "New prices.",
    ):
        assert words in page


def test_whoever_may_not_edit_sees_no_button(desk: Desk, editor: FlaskClient) -> None:
    desk.sign_in_as("auditor")
    page = editor.get(f"/console/content/{ASSET}").text
    assert "Ficha técnica" in page
    assert "Withdraw" not in page
    assert 'type="file"' not in page


def test_a_draft_is_sent_with_the_audience_as_it_was_ticked(editor: FlaskClient, services: CannedServices) -> None:
    services.answers["create_asset"] = asset(status="draft")
    audience = {"audience_tiers": ["gold", "silver"], "audience_countries": "MX", "audience_certifications": "a, b"}
    answer = editor.post("/console/content/new", data={**FORM, **audience})
    assert answer.status_code == 303
    (sent,) = services.commands("create_asset")
    assert sent["audience"] == {
        **NOBODY,
        "tiers": ["gold", "silver"],
        "countries": ["MX"],
        "certifications": ["a", "b"],
    }
    assert "expires_on" not in sent
    assert services.commands("add_asset_version") == []


def test_an_empty_form_says_what_to_enter_and_sends_nothing(editor: FlaskClient, services: CannedServices) -> None:
    answer = editor.post("/console/content/new", data={"summary": "Kept words", "audience_tiers": "gold"})
    assert answer.status_code == 422
    assert "Enter a title" in answer.text
    assert "Kept words" in answer.text
    assert 'value="gold" checked' in answer.text
    assert services.commands("create_asset") == []


def test_the_audience_is_counted_without_keeping_anything(editor: FlaskClient, services: CannedServices) -> None:
    part = editor.post("/console/content/audience-preview", data={"audience_tiers": "gold"}).text
    whole = editor.post("/console/content/new", data={**FORM, "audience_tiers": "gold", "preview": "yes"}).text
    for page in (part, whole):
        assert "1 partner" in page
        assert "Andes Tecnología" in page
    assert [sent["audience"]["tiers"] for sent in services.commands("preview_audience")] == [["gold"], ["gold"]]
    assert services.commands("create_asset") == []


def test_an_edit_carries_the_version_it_was_decided_on_and_may_take_the_end_away(
    editor: FlaskClient, services: CannedServices
) -> None:
    services.answers["update_asset"] = asset()
    answer = editor.post(f"/console/content/{ASSET}/edit", data={**FORM, "version": "4", "expires_on": ""})
    assert answer.status_code == 303
    (sent,) = services.commands("update_asset")
    assert (sent["version"], sent["expires_on"], sent["title"]) == (4, "", "Guía")


def test_a_version_of_a_thousand_digits_is_no_version(editor: FlaskClient, services: CannedServices) -> None:
    services.answers["update_asset"] = asset()
    editor.post(f"/console/content/{ASSET}/edit", data={**FORM, "version": "9" * 5000})
    assert services.commands("update_asset")[0]["version"] == 0


def test_a_stale_edit_keeps_what_was_typed_and_says_why(editor: FlaskClient, services: CannedServices) -> None:
    services.answers["update_asset"] = ServiceError("conflict", "stale_version", "", {})
    answer = editor.post(f"/console/content/{ASSET}/edit", data={**FORM, "version": "3"})
    assert answer.status_code == 409
    assert 'value="Guía"' in answer.text
    assert "It was changed since you read it" in answer.text


@pytest.mark.parametrize(
    ("verb", "form", "method"),
    [
        ("publish", {}, "publish_asset"),
        ("retire", {}, "retire_asset"),
        ("replace", {"replacement_asset_id": OTHER}, "replace_asset"),
        ("review", {"review_on": "2027-01-01"}, "mark_reviewed"),
    ],
)
def test_each_button_sends_its_one_command(
    editor: FlaskClient, services: CannedServices, verb: str, form: dict[str, str], method: str
) -> None:
    services.answers[method] = asset()
    assert editor.post(f"/console/content/{ASSET}/{verb}", data=form).status_code == 303
    assert services.commands(method) == [{"asset_id": ASSET, **form}]


@pytest.mark.parametrize(("verb", "words"), [("replace", "Choose what takes its place"), ("review", "Choose the next")])
def test_a_button_that_needs_more_says_what(
    editor: FlaskClient, services: CannedServices, verb: str, words: str
) -> None:
    answer = editor.post(f"/console/content/{ASSET}/{verb}", data={})
    assert answer.status_code == 422
    assert words in answer.text


def test_a_refusal_is_told_at_the_page_of_the_asset(editor: FlaskClient, services: CannedServices) -> None:
    services.answers["publish_asset"] = ServiceError("conflict", "asset_lapsed", "", {})
    answer = editor.post(f"/console/content/{ASSET}/publish", data={})
    assert answer.status_code == 409
    assert "Its last day is over" in answer.text


def test_a_borrowed_view_asks_as_that_partner_and_says_whose_it_is(
    editor: FlaskClient, services: CannedServices
) -> None:
    page = editor.get(f"/console/content/as/{PARTNER}").text
    assert "You see the library as Andes Tecnología" in page
    assert services.commands("list_assets")[-1]["as_partner_id"] == PARTNER
    one = editor.get(f"/console/content/as/{PARTNER}/{ASSET}").text
    assert "You see the library as Andes Tecnología" in one
    assert services.commands("get_asset")[-1] == {"asset_id": ASSET, "as_partner_id": PARTNER}
    assert "<button" not in one.partition('id="main"')[2].partition("</main>")[0]


def test_use_that_cannot_be_counted_now_leaves_the_rest_of_the_page(
    editor: FlaskClient, services: CannedServices
) -> None:
    services.answers["get_usage"] = ServiceError("unavailable", "service_silent", "", {})
    page = editor.get(f"/console/content/{ASSET}").text
    assert "This part cannot be shown now" in page
    assert "New prices." in page
