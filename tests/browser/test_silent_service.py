"""A service falls silent: pages live, each part that is missing says so, and nobody waits long for the rest."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import psutil
import pytest
from playwright.sync_api import Page, expect

from tests.browser.people import Site, fresh_name
from tests.browser.reading import axe
from tests.running_suite import RunningSuite

Visit = Callable[..., Any]
BOXES_OF_DEALS = 5  # numbers, what to do, decisions, protected, latest
MISSING = "This part cannot be shown now"
BREAKER_RESTS_S = 2.5  # the gateway leaves a silent service alone for two seconds; the next test finds it answering
PAGE_LIMIT_S = 3.8  # less than the four seconds that a write waits for its service


@pytest.fixture
def frozen(suite: RunningSuite) -> Callable[[str], Any]:
    @contextmanager
    def hold(name: str) -> Iterator[None]:
        """The process is there and answers nothing; afterwards it goes on, and is asked again."""
        root = psutil.Process(suite.process(name)["pid"])
        family = [root, *root.children(recursive=True)]
        for process in family:
            process.suspend()
        try:
            yield
        finally:
            for process in reversed(family):
                process.resume()
            time.sleep(BREAKER_RESTS_S)

    return hold


def opened(page: Page, path: str) -> float:
    """Seconds until the page was there; it must answer as a page, not as an error."""
    started = time.monotonic()
    answer = page.goto(path, wait_until="commit")
    took = time.monotonic() - started
    assert answer is not None
    assert answer.status == 200
    page.wait_for_selector("html[data-js=ready]")
    return took


def missing_parts(page: Page) -> int:
    return page.get_by_text(MISSING).count()


def test_home_lives_without_deals_and_every_box_of_deals_says_so(
    visit: Visit, frozen: Callable[[str], Any], site: Site
) -> None:
    partner_id = site.api("partner_a", "GET", "/account")["partner_id"]
    company = site.api("staff", "GET", f"/partners/{partner_id}")["legal_name"]
    page = visit("partner_a")
    with frozen("deals"):
        assert opened(page, "/") < PAGE_LIMIT_S
        expect(page.locator(".page-head")).to_contain_text(company)
        assert missing_parts(page) == BOXES_OF_DEALS
        expect(page.get_by_role("heading", name="New in the library")).to_be_visible()
        assert axe(page) == []
    assert opened(page, "/") < PAGE_LIMIT_S


def test_home_lives_without_partners_and_shows_every_deal(
    visit: Visit, frozen: Callable[[str], Any], site: Site
) -> None:
    name, domain = fresh_name("Clínica Aurora")
    site.registered("partner_a", name, domain)
    page = visit("partner_a")
    with frozen("partners"):
        assert opened(page, "/") < PAGE_LIMIT_S
        expect(page.locator("main")).to_contain_text(name)
        assert missing_parts(page) == 1  # the first steps, which partners keeps


def test_the_list_of_deals_says_what_is_missing_and_what_is_safe(visit: Visit, frozen: Callable[[str], Any]) -> None:
    page = visit("partner_a", phone=True)
    with frozen("deals"):
        assert opened(page, "/deals") < PAGE_LIMIT_S
        expect(page.locator("main")).to_contain_text("Your deals cannot be shown now")
        expect(page.locator("main")).to_contain_text("What you sent is safe")
        expect(page.get_by_role("link", name="Try again")).to_be_visible()
        assert axe(page) == []


@pytest.mark.parametrize(("silent", "lives"), [("deals", "applications-h"), ("partners", "queue-h")])
def test_the_overview_lives_without_one_service_and_says_what_is_missing(
    visit: Visit, frozen: Callable[[str], Any], site: Site, silent: str, lives: str
) -> None:
    site.registered("partner_a", *fresh_name("Puerto Azul"))
    page = visit("staff")
    with frozen(silent):
        assert opened(page, "/console") < PAGE_LIMIT_S
        assert missing_parts(page) >= 1
        expect(page.locator(f"section[aria-labelledby={lives}]")).to_be_visible()
        part = page.locator("section[aria-labelledby=parts-h] li", has_text=silent.capitalize())
        expect(part).to_contain_text("Silent")
        assert axe(page) == []
