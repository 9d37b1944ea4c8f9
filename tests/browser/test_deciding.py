"""Staff decide in the console: by keyboard alone, undone in time, and two of them at once."""

import time
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.people import Site, fresh_name
from tests.browser.reading import focused

Visit = Callable[..., Any]
EFFECT_LIMIT_MS = 30_000


class Rivals:
    """Two partners' registrations for one customer; partner A came first."""

    def __init__(self, site: Site) -> None:
        self.name, domain = fresh_name("Grupo Meridional")
        self.first = site.registered("partner_a", self.name, domain, evidence="Notes of a meeting")
        self.second = site.registered("partner_b", f"{self.name} SA", domain)

    @property
    def path(self) -> str:
        return f"/console/approvals/deals/{self.first['deal_registration_id']}"


@pytest.fixture
def rivals(site: Site) -> Rivals:
    return Rivals(site)


def status_of(site: Site, deal: dict[str, Any]) -> str:
    read = site.api("staff", "GET", f"/deal-registrations/{deal['deal_registration_id']}")
    return str(read["status"])


def decision_letters(site: Site, account: str, name: str) -> list[str]:
    """Subjects of letters about this customer, but for the receipt of the registration itself."""
    items = site.api("staff", "GET", f"/mailbox?to={site.accounts[account]['email']}&limit=200")["items"]
    subjects = [letter["subject"] for letter in items if name in letter["subject"]]
    return [subject for subject in subjects if not subject.startswith("We have your registration")]


def wait_for_letter(site: Site, account: str, name: str) -> None:
    limit = time.monotonic() + EFFECT_LIMIT_MS / 1000
    while not decision_letters(site, account, name) and time.monotonic() < limit:
        time.sleep(0.3)


def effect(page: Page) -> None:
    """The bar says by itself, without a reload, that the decision was carried out."""
    expect(page.locator("#decide")).to_contain_text("approved", timeout=EFFECT_LIMIT_MS)
    expect(page.locator("#decide [data-key=u]")).to_have_count(0, timeout=EFFECT_LIMIT_MS)


def test_a_conflict_is_decided_undone_and_decided_again_by_keyboard_alone(
    visit: Visit, site: Site, rivals: Rivals
) -> None:
    page = visit("approver")
    page.goto(rivals.path)
    page.wait_for_selector("html[data-js=ready]")
    page.keyboard.press("a")
    expect(page.locator("#decide")).to_contain_text("Undo")
    assert focused(page) == "next-item"
    assert status_of(site, rivals.first) == "submitted"

    page.keyboard.press("u")
    expect(page.locator("#decide")).to_contain_text("Decline both")
    assert focused(page) == "case-h"

    page.keyboard.press("b")
    expect(page.locator("#override_reason")).to_be_focused()
    page.keyboard.type("The customer has named them in writing.")
    page.keyboard.press("Tab")
    expect(page.locator("#text")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#decide")).to_contain_text("Undo")
    effect(page)

    assert (status_of(site, rivals.first), status_of(site, rivals.second)) == ("rejected", "approved")
    for account in ("partner_a", "partner_b"):
        wait_for_letter(site, account, rivals.name)
        assert len(decision_letters(site, account, rivals.name)) == 1
    history = site.api("staff", "GET", f"/deal-registrations/{rivals.second['deal_registration_id']}/history")["items"]
    assert [entry["action"] for entry in history if entry["action"] in {"approved", "rejected"}] == ["approved"]
    page.goto(f"/console/deals/{rivals.second['deal_registration_id']}")
    expect(page.locator(".timeline-plain").last).to_contain_text("Approved")


def test_a_pending_decision_survives_a_reload_and_can_still_be_undone(visit: Visit, site: Site, rivals: Rivals) -> None:
    page = visit("approver")
    page.goto(rivals.path)
    page.wait_for_selector("html[data-js=ready]")
    page.keyboard.press("a")
    expect(page.locator("#decide")).to_contain_text("Undo")
    page.reload()
    expect(page.locator("#decide")).to_contain_text("Undo")
    page.locator("#decide").get_by_role("button", name="Undo").click()
    expect(page.locator("#decide")).to_contain_text("Decline both")
    time.sleep(12)
    assert {status_of(site, rivals.first), status_of(site, rivals.second)} == {"submitted"}


def test_of_two_staff_who_decide_at_once_the_second_sees_who_won(visit: Visit, site: Site) -> None:
    deal = site.registered("partner_a", *fresh_name("Clínica Aurora"))
    path = f"/console/approvals/deals/{deal['deal_registration_id']}"
    first, second = visit("approver"), visit("staff")
    for page in (first, second):
        page.goto(path)
        page.wait_for_selector("html[data-js=ready]")
    first.keyboard.press("a")
    expect(first.locator("#decide")).to_contain_text("Undo")
    second.keyboard.press("a")
    expect(second.locator("[data-error-summary]")).to_contain_text("Your decision changed nothing.")
    assert "note" in focused(second)
    effect(first)
    second.goto(path)
    expect(second.locator("#decide")).to_contain_text("approved")
    history = site.api("staff", "GET", f"/deal-registrations/{deal['deal_registration_id']}/history")["items"]
    assert [entry["action"] for entry in history].count("approved") == 1


def test_whoever_comes_after_the_effect_reads_the_winners_name(visit: Visit, site: Site) -> None:
    deal = site.registered("partner_a", *fresh_name("Hoteles Brisa"))
    page = visit("staff")
    page.goto(f"/console/approvals/deals/{deal['deal_registration_id']}")
    page.wait_for_selector("html[data-js=ready]")
    site.act("approver", deal, "approve")
    page.keyboard.press("a")
    name = site.api("approver", "GET", "/account")["display_name"]
    expect(page.locator("[data-error-summary]")).to_contain_text(f"{name} decided first.")


def test_without_scripts_a_registration_is_declined_with_a_reason_the_partner_reads(visit: Visit, site: Site) -> None:
    deal = site.registered("partner_a", *fresh_name("Aguas del Norte"))
    page = visit("approver", scripts=False, phone=True, language="es")
    page.goto(f"/console/approvals/deals/{deal['deal_registration_id']}")
    page.locator("#decide").get_by_role("link", name="Rechazar").click()
    page.locator("#decide button").click()
    expect(page.locator("[data-error-summary]")).to_contain_text("Elige un motivo")
    page.select_option("#reason_code", "insufficient_evidence")
    page.fill("#text", "Faltan las notas de la reunión.")
    page.locator("#decide button").click()
    expect(page.locator("#decide")).to_contain_text("Deshacer")
    limit = time.monotonic() + EFFECT_LIMIT_MS / 1000
    while status_of(site, deal) != "rejected" and time.monotonic() < limit:
        time.sleep(0.3)
    read = site.api("partner_a", "GET", f"/deal-registrations/{deal['deal_registration_id']}")
    assert read["decision"]["text"] == "Faltan las notas de la reunión."


def test_an_internal_note_never_reaches_the_partner(visit: Visit, site: Site) -> None:
    deal = site.registered("partner_a", *fresh_name("Puerto Azul"))
    page = visit("approver")
    page.goto(f"/console/deals/{deal['deal_registration_id']}")
    page.fill("#internal-note", "Credit check is open.")
    page.get_by_role("button", name="Keep the note").click()
    expect(page.locator("#internal-notes")).to_contain_text("Credit check is open.")
    partner = visit("partner_a")
    partner.goto(f"/deals/{deal['deal_registration_id']}")
    expect(partner.locator("h1")).to_contain_text("Puerto Azul")
    assert "Credit check" not in partner.content()
