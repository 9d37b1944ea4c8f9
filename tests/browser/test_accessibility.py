"""axe on every screen of applicants and partners, in both themes and languages in turn; no side scroll at 320 px."""

from collections.abc import Callable, Iterator
from itertools import cycle
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.people import Site
from tests.browser.reading import axe, sideways
from tests.browser.screens import PORTAL, PUBLIC, with_deals, with_guests, with_learning, with_library, with_strangers

Visit = Callable[..., Any]
TURNS = cycle([("light", "en", False), ("dark", "es", True), ("dark", "en", False), ("light", "es", True)])


@pytest.fixture(scope="module")
def deals(site: Site) -> dict[str, str]:
    return with_deals(site)


def findings(page: Any, path: str) -> Iterator[str]:
    page.goto(path)
    page.wait_for_selector("html[data-js=ready]")
    yield from (f"{path}: {found}" for found in axe(page))
    if (pixels := sideways(page)) > 0:
        yield f"{path}: scrolls {pixels} px sideways"


@pytest.mark.parametrize("name", PUBLIC)
def test_a_public_screen_has_no_violation(visit: Visit, name: str) -> None:
    theme, language, phone = next(TURNS)
    assert list(findings(visit(theme=theme, language=language, phone=phone), PUBLIC[name])) == []


@pytest.mark.parametrize("name", PORTAL)
def test_a_portal_screen_has_no_violation(visit: Visit, name: str, deals: dict[str, str]) -> None:
    theme, language, phone = next(TURNS)
    assert list(findings(visit("partner_a", theme=theme, language=language, phone=phone), PORTAL[name])) == []


def test_the_screens_of_an_applicant_have_no_violation(visit: Visit, site: Site) -> None:
    for path in with_guests(site).values():
        theme, language, phone = next(TURNS)
        assert list(findings(visit(theme=theme, language=language, phone=phone), path)) == []


def test_the_screens_of_a_deal_have_no_violation(visit: Visit, deals: dict[str, str]) -> None:
    for path in deals.values():
        theme, language, phone = next(TURNS)
        page = visit("partner_a", theme=theme, language=language, phone=phone)
        assert list(findings(page, path)) == []


def test_the_screens_of_learning_and_of_a_document_have_no_violation(visit: Visit, site: Site) -> None:
    for path in (with_learning(site) | with_library(site)).values():
        theme, language, phone = next(TURNS)
        assert list(findings(visit("partner_a", theme=theme, language=language, phone=phone), path)) == []


def test_what_strangers_open_has_no_violation(visit: Visit, site: Site) -> None:
    for path in with_strangers(site).values():
        theme, language, phone = next(TURNS)
        assert list(findings(visit(theme=theme, language=language, phone=phone), path)) == []


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_errors_a_hint_and_an_open_sheet_have_no_violation(visit: Visit, theme: str, deals: dict[str, str]) -> None:
    page = visit("partner_a", theme=theme)
    page.goto("/deals/new?from_blank=1")
    page.click("text=Continue")
    expect(page.locator("[data-error-summary]")).to_be_visible()
    assert axe(page) == []
    page.goto(deals["deal-approved"])
    page.wait_for_selector("html[data-js=ready]")
    page.click("text=Mark as lost")
    expect(page.locator("dialog#sheet")).to_be_visible()
    assert axe(page) == []
