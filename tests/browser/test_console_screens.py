"""axe on every screen of the console, in both themes and languages in turn; nothing scrolls sideways at 320 px."""

from collections.abc import Callable, Iterator
from itertools import cycle
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.people import Site, fresh_name
from tests.browser.reading import axe, sideways

Visit = Callable[..., Any]
TURNS = cycle([("light", "en", False), ("dark", "es", True), ("dark", "en", False), ("light", "es", True)])
PLAIN = {
    "overview": "/console",
    "menu": "/console/menu",
    "approvals": "/console/approvals",
    "approvals-none": "/console/approvals?filter=partners",
    "applications": "/console/applications",
    "applications-none": "/console/applications?q=nobody-has-this-name",
    "partners": "/console/partners",
    "partners-none": "/console/partners?q=nobody-has-this-name",
    "deals": "/console/deals",
    "deals-sorted": "/console/deals?status=submitted&sort=decide_by",
    "accounts": "/console/accounts",
    "account-new": "/console/accounts/new",
    "roles": "/console/accounts/roles",
    "mailbox": "/console/mailbox",
    "health": "/console/health",
}


@pytest.fixture(scope="module")
def objects(site: Site) -> dict[str, str]:
    """Screens of single things, over a conflict, an application, a partner and a decided deal."""
    name, domain = fresh_name("Grupo Meridional")
    first = site.registered("partner_a", name, domain, evidence="Notes of a meeting")["deal_registration_id"]
    second = site.registered("partner_b", f"{name} SA", domain)["deal_registration_id"]
    plain = site.registered("partner_a", *fresh_name("Clínica Aurora"))["deal_registration_id"]
    won = site.registered("partner_a", *fresh_name("Hospital San Rafael"))
    site.act("approver", won, "approve")
    partner = site.api("staff", "GET", "/partners?limit=1")["items"][0]["partner_id"]
    account = site.api("staff", "GET", "/accounts?limit=1")["items"][0]["account_id"]
    company, company_domain = fresh_name("Kappa Consulting")
    contact = {"name": "Inês Duarte", "email": f"ines@{company_domain}"}
    body = {"legal_name": company, "country": "PT", "domain": company_domain, "contact": contact}
    application = site.api("staff", "POST", "/partner-applications", body)["application_id"]
    approval, deal = "/console/approvals/deals/", "/console/deals/"
    return {
        "conflict": f"{approval}{first}",
        "conflict-ask": f"{approval}{first}?form=ask",
        "conflict-split": f"{approval}{first}?form=split",
        "conflict-override": f"{approval}{first}?form=approve&winner={second}",
        "deal-to-decide": f"{approval}{plain}",
        "deal-decline": f"{approval}{plain}?form=decline",
        "application": f"/console/applications/{application}",
        "application-approve": f"/console/approvals/applications/{application}?form=approve",
        "application-decline": f"/console/applications/{application}?form=decline",
        "partner": f"/console/partners/{partner}",
        "partner-terminate": f"/console/partners/{partner}?form=terminate",
        "deal": f"{deal}{first}",
        "deal-protected": f"{deal}{won['deal_registration_id']}",
        "deal-revoke": f"{deal}{won['deal_registration_id']}?form=revoke",
        "account": f"/console/accounts/{account}",
    }


def findings(page: Any, path: str) -> Iterator[str]:
    page.goto(path)
    page.wait_for_selector("html[data-js=ready]")
    yield from (f"{path}: {found}" for found in axe(page))
    if (pixels := sideways(page)) > 0:
        yield f"{path}: scrolls {pixels} px sideways"


def inspected(visit: Visit, paths: list[str]) -> list[str]:
    found = []
    for path in paths:
        theme, language, phone = next(TURNS)
        found += findings(visit("staff", theme=theme, language=language, phone=phone), path)
    return found


def test_lists_and_pages_of_the_console_have_no_violation(visit: Visit, objects: dict[str, str]) -> None:
    assert inspected(visit, list(PLAIN.values())) == []


def test_screens_of_single_things_have_no_violation(visit: Visit, objects: dict[str, str]) -> None:
    assert inspected(visit, list(objects.values())) == []


def test_errors_the_undo_bar_and_the_list_of_keys_have_no_violation(
    visit: Visit, site: Site, objects: dict[str, str]
) -> None:
    page = visit("approver", theme="dark")
    page.goto(objects["deal-decline"])
    page.wait_for_selector("html[data-js=ready]")
    page.locator("#decide button").click()
    expect(page.locator("[data-error-summary]")).to_be_focused()
    assert axe(page) == []
    page.keyboard.press("?")
    expect(page.locator("dialog#keys")).to_be_visible()
    assert axe(page) == []
    page.keyboard.press("Escape")
    page.select_option("#reason_code", "incomplete")
    page.fill("#text", "Tell us what they need.")
    page.locator("#decide button").click()
    expect(page.locator("#decide")).to_contain_text("Undo")
    assert axe(page) == []


def test_the_console_does_not_exist_for_a_partner(visit: Visit) -> None:
    page = visit("partner_a")
    assert [page.goto(path).status for path in ("/console", "/console/partners", "/console/accounts")] == [404] * 3
