"""The page of one deal: clock, messages, actions; the same by a sheet and by a page of its own."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from deploy.demo.past import Past
from deploy.local.surroundings import CLOCK
from tests.browser.people import Site, fresh_name
from tests.running_suite import RunningSuite

Visit = Callable[..., Any]


def path(deal: dict[str, Any]) -> str:
    return f"/deals/{deal['deal_registration_id']}"


@pytest.fixture
def past(suite: RunningSuite, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Past:
    """Moves the clock of the running suite."""
    monkeypatch.setenv("PRM_TIME_MACHINE", "1")
    monkeypatch.setenv("PRM_CLOCK_FILE", str(suite.var / CLOCK))
    return Past(tmp_path)


@pytest.fixture
def near_its_end(site: Site, past: Past) -> dict[str, Any]:
    """A deal approved so long ago that its partner may extend the protection by now."""
    with past.visited():
        past.go_to(past.day(75))
        deal: dict[str, Any] = site.registered("partner_a", *fresh_name("Hospital Norte"))
        site.act("approver", deal, "approve")
    return deal


def days_left(page: Any) -> int:
    return int(page.locator(".clock-big").inner_text().split()[0])


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no_scripts"])
def test_protection_is_extended_and_the_clock_changes(
    visit: Visit, near_its_end: dict[str, Any], site: Site, scripts: bool
) -> None:
    page = visit("partner_a", scripts=scripts)
    page.goto(path(near_its_end))
    before = days_left(page)
    assert before < 30
    page.click("text=Extend the protection")
    page.fill("#reason", "The customer has asked for an offer.")
    page.locator("form[action$='/do/extend'] button").click()
    expect(page.locator(".flashes")).to_contain_text("The protection is extended.")
    assert days_left(page) > before
    read = site.api("partner_a", "GET", path(near_its_end).replace("/deals/", "/deal-registrations/"))
    assert read["extensions_used"] == 1
    expect(page.locator("main")).to_contain_text("Protection extended")


def test_protection_that_is_young_cannot_be_extended_and_the_reason_is_told(visit: Visit, site: Site) -> None:
    deal = site.registered("partner_a", *fresh_name("Hospital Sur"))
    site.act("approver", deal, "approve")
    page = visit("partner_a", scripts=False)
    page.goto(path(deal))
    page.click("text=Extend the protection")
    page.fill("#reason", "The customer has asked for an offer.")
    page.locator("form[action$='/do/extend'] button").click()
    expect(page.locator("main")).to_contain_text("can be extended in its last days, from")


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no_scripts"])
def test_a_deal_is_won_by_a_sheet_and_by_a_page_of_its_own(visit: Visit, site: Site, scripts: bool) -> None:
    deal = site.registered("partner_a", *fresh_name("Hospital Este"))
    site.act("approver", deal, "approve")
    page = visit("partner_a", scripts=scripts)
    page.goto(path(deal))
    page.click("text=Give the protection back")
    expect(page.get_by_text("This cannot be undone.")).to_be_visible()
    page.goto(path(deal))
    page.click("text=Mark as won")
    page.fill("#amount", "43000")
    page.locator("form[action$='/do/won'] button").click()
    expect(page.locator(".flashes")).to_contain_text("Well done")
    expect(page.locator(".page-head .pill")).to_contain_text("Won")


def test_a_message_is_in_the_thread_for_both_sides(visit: Visit, site: Site) -> None:
    deal = site.registered("partner_a", *fresh_name("Hoteles Brisa"))
    page = visit("partner_a")
    page.goto(path(deal))
    page.fill("#text", "We met their CIO yesterday.")
    page.locator("#thread button").click()
    expect(page.locator("#thread")).to_contain_text("We met their CIO yesterday.")
    notes = site.api("staff", "GET", f"/deal-registrations/{deal['deal_registration_id']}/notes")["items"]
    assert [note["text"] for note in notes] == ["We met their CIO yesterday."]


def test_another_partners_deal_is_a_page_that_does_not_exist(visit: Visit, site: Site) -> None:
    deal = site.registered("partner_b", *fresh_name("Banco Levante"))
    page = visit("partner_a")
    theirs = page.goto(path(deal))
    assert theirs.status == 404
    absent = page.goto("/deals/00000000-0000-4000-8000-000000000000")
    assert absent.status == 404


def test_a_declined_deal_tells_the_reason(visit: Visit, site: Site) -> None:
    deal = site.registered("partner_a", *fresh_name("Kappa Retail"))
    site.act("approver", deal, "reject", reason_code="insufficient_evidence", text="Send us the notes of a meeting.")
    page = visit("partner_a", phone=True)
    page.goto(path(deal))
    expect(page.locator(".note.bad")).to_contain_text("Send us the notes of a meeting.")
    expect(page.get_by_role("link", name="Revise and send again")).to_be_visible()
