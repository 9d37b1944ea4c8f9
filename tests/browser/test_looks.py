"""Language, theme, keys and focus: what holds on every page."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.people import Site, fresh_name
from tests.browser.reading import focused
from tests.browser.screens import CONSOLE, PORTAL, PUBLIC

Visit = Callable[..., Any]
READY = "html[data-js=ready]"  # set by app.js once keys are heard
ENGLISH = re.compile(
    r"\b(?:the|and|with|your|you|of|for|is|are|this|what|who|all|deals?|nothing|register|save)\b", re.IGNORECASE
)
WORDED = (
    "h1, h2, h3, th, label, legend, caption, summary, button, .acts a, .form-foot a, .hint, nav a, dt, .empty, .note"
)
NOT_IN_SPANISH = {"/docs", "/console/mailbox"}  # the API's own words, and letters in the language of whoever gets them
RING = "((it) => [it.outerHTML.slice(0, 80), getComputedStyle(it).outlineWidth])(document.activeElement)"


def test_switching_the_language_keeps_the_page_and_what_was_typed(visit: Visit) -> None:
    page = visit("partner_a")
    page.goto("/deals/new?from_blank=1")
    page.fill("#legal_name", "Aguas del Norte")
    page.click("header [lang=es]")
    expect(page.locator("html")).to_have_attribute("lang", "es")
    expect(page).to_have_url(re.compile(r"/deals/new\?from_blank=1$"))
    expect(page.locator("#legal_name")).to_have_value("Aguas del Norte")
    expect(page.locator("h1")).to_have_text("Registrar una oportunidad")
    page.click("header [lang=en]")
    expect(page.locator("h1")).to_have_text("Register a deal")


def test_numbers_and_dates_follow_the_language(visit: Visit, site: Site) -> None:
    deal = site.registered("partner_a", *fresh_name("Universidad"), amount="1240000")
    english, spanish = visit("partner_a"), visit("partner_a", language="es")
    for page in (english, spanish, english):
        page.goto(f"/deals/{deal['deal_registration_id']}")
    expect(english.locator("main")).to_contain_text("€1,240,000")
    expect(english.locator("main")).to_contain_text("30 Jun 2030")
    expect(spanish.locator("main")).to_contain_text("1.240.000\N{NO-BREAK SPACE}€")
    expect(spanish.locator("main")).to_contain_text("30 jun 2030")


def test_the_theme_switches_in_place_and_stays_without_a_flash(visit: Visit) -> None:
    page = visit("partner_a")
    page.goto("/")
    light = page.evaluate("getComputedStyle(document.body).backgroundColor")
    with page.expect_response("**/preferences"):
        page.click("[data-theme-switch] button")
    expect(page.locator("html")).to_have_attribute("data-bs-theme", "dark")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") != light
    html = page.request.get("/").text()
    assert 'data-bs-theme="dark"' in html  # the server knows it, so the next page is dark from its first byte
    with page.expect_response("**/preferences"):
        page.click("[data-theme-switch] button")
    expect(page.locator("html")).to_have_attribute("data-bs-theme", "light")


def test_the_theme_follows_the_device_until_somebody_chooses(visit: Visit) -> None:
    page = visit(theme="dark")
    page.goto("/sign-in")
    expect(page.locator("html")).to_have_attribute("data-bs-theme", "dark")


def test_keys_search_register_and_list_themselves_and_are_off_in_fields(visit: Visit) -> None:
    page = visit("partner_a")
    page.goto("/")
    page.wait_for_selector(READY)
    page.keyboard.press("?")
    expect(page.locator("dialog#keys")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("dialog#keys")).to_be_hidden()
    page.keyboard.press("/")
    assert focused(page) == "search-all"
    page.keyboard.type("new norte")
    expect(page.locator("#search-all")).to_have_value("new norte")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/deals\?q=new\+norte"))
    page.wait_for_selector(READY)
    page.locator("h1").click()
    page.keyboard.press("n")
    expect(page).to_have_url(re.compile("/deals/new"))


def test_keys_can_be_turned_off(visit: Visit) -> None:
    page = visit("partner_a")
    page.goto("/settings")
    page.select_option("#keys-choice", "off")
    page.click("main form[action='/preferences'] button.btn-primary")
    page.goto("/")
    page.wait_for_selector(READY)
    page.keyboard.press("n")
    expect(page).to_have_url(re.compile(r"/$"))


def test_every_stop_of_the_tab_key_shows_a_ring(visit: Visit) -> None:
    page = visit("partner_a")
    page.goto("/deals/new?from_blank=1")
    page.wait_for_selector(READY)
    seen = []
    for _stop in range(22):
        page.keyboard.press("Tab")
        seen.append(page.evaluate(RING))
    assert [tag for tag, width in seen if width != "3px" and not tag.startswith(("<body", "<html"))] == []


@pytest.mark.parametrize(("account", "screens"), [(None, PUBLIC), ("partner_a", PORTAL), ("staff", CONSOLE)])
def test_no_english_is_left_on_spanish_pages(visit: Visit, account: str | None, screens: dict[str, str]) -> None:
    page, left = visit(account, language="es"), {}
    for path in set(screens.values()) - NOT_IN_SPANISH:
        page.goto(path)
        words = " ".join(page.locator(WORDED).all_inner_texts())
        if found := ENGLISH.findall(words):
            left[path] = found
    assert left == {}


def test_the_trail_tells_commands_in_the_readers_words(visit: Visit, site: Site) -> None:
    site.registered("partner_a", *fresh_name("Puerto Azul"))
    page = visit(site.hired("auditor"), language="es")
    page.goto("/console/audit")
    page.select_option("#operation", label="Registrar una oportunidad")
    page.get_by_role("button", name="Filtrar").click()
    told = page.locator("tbody tr").first.locator("td").nth(2)
    expect(told.locator("span span")).to_have_text("Registrar una oportunidad")
    expect(told.locator("small")).to_have_text("register_deal")


def test_a_number_of_home_is_the_number_of_rows_it_leads_to(visit: Visit, site: Site) -> None:
    asked = site.registered("partner_a", *fresh_name("Puerto Azul"))
    site.act("approver", asked, "request-info", fields=["amount"], text="Is that for a year?")
    page = visit("partner_a")
    page.goto("/")
    tiles = page.locator(".kpi")
    told = [(tile.locator("dt").inner_text(), int(tile.locator(".k-v").inner_text())) for tile in tiles.all()]
    assert len(told) == 4
    for label, number in told:
        page.goto("/")
        page.get_by_role("link", name=label, exact=True).click()
        tab = page.locator(".tabs a[aria-current=page]")
        expect(tab).to_contain_text(label)
        assert int(tab.locator(".count").inner_text()) == number
        expect(page.locator("tbody tr")).to_have_count(min(number, 25))
