"""axe on every screen of the console, in both themes and languages in turn; nothing scrolls sideways at 320 px."""

from collections.abc import Callable, Iterator
from itertools import cycle
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.people import Site
from tests.browser.reading import axe, sideways
from tests.browser.screens import AUDITED, CONSOLE, with_cases, with_school

Visit = Callable[..., Any]
TURNS = cycle([("light", "en", False), ("dark", "es", True), ("dark", "en", False), ("light", "es", True)])


@pytest.fixture(scope="module")
def cases(site: Site) -> dict[str, str]:
    return with_cases(site)


def findings(page: Any, path: str) -> Iterator[str]:
    page.goto(path)
    page.wait_for_selector("html[data-js=ready]")
    yield from (f"{path}: {found}" for found in axe(page))
    if (pixels := sideways(page)) > 0:
        yield f"{path}: scrolls {pixels} px sideways"


def inspected(visit: Visit, paths: list[str], account: str = "staff") -> list[str]:
    found = []
    for path in paths:
        theme, language, phone = next(TURNS)
        found += findings(visit(account, theme=theme, language=language, phone=phone), path)
    return found


def test_the_trail_has_no_violation(visit: Visit, site: Site) -> None:
    assert inspected(visit, [*AUDITED.values()] * 2, site.hired("auditor")) == []


def test_lists_and_pages_of_the_console_have_no_violation(visit: Visit, cases: dict[str, str]) -> None:
    assert inspected(visit, list(CONSOLE.values())) == []


def test_screens_of_single_things_have_no_violation(visit: Visit, cases: dict[str, str]) -> None:
    assert inspected(visit, list(cases.values())) == []


def test_screens_of_the_school_and_of_content_have_no_violation(visit: Visit, site: Site) -> None:
    assert inspected(visit, list(with_school(site).values())) == []


def test_refusals_in_the_course_editor_have_no_violation(visit: Visit) -> None:
    page = visit("staff", theme="dark", language="es", phone=True)
    page.goto("/console/courses/new")
    page.wait_for_selector("html[data-js=ready]")
    page.locator("main form .btn-primary").click()
    expect(page.locator("[data-error-summary]")).to_be_focused()
    assert axe(page) == []


def test_errors_the_undo_bar_and_the_list_of_keys_have_no_violation(
    visit: Visit, site: Site, cases: dict[str, str]
) -> None:
    page = visit("approver", theme="dark")
    page.goto(cases["deal-decline"])
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
