"""Chromium over a running suite. A context is an empty profile; each page watches the content security policy."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from deploy.local.browser import find_browser
from tests.browser.people import PATIENCE_MS, Site
from tests.browser.watching import Watch
from tests.running_suite import RunningSuite

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    found = find_browser()
    if found is None:
        pytest.skip("no Chromium on this machine; PRM_BROWSER can name one")
    expect.set_options(timeout=PATIENCE_MS)
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=found, headless=True, args=ARGUMENTS)
        yield running
        running.close()


@pytest.fixture(scope="session")
def site(suite: RunningSuite, browser: Browser) -> Site:
    """The running suite as a browser sees it, with the accounts that every demo mode has."""
    return Site(suite.status(), browser)


@pytest.fixture
def visit(site: Site) -> Iterator[Callable[..., Any]]:
    """`visit("partner_a", phone=True, language="es")` is a page, signed in; the test fails on any CSP violation."""
    watch = Watch()
    contexts = []

    def open_page(account: str | None = None, **wishes: Any) -> Any:
        context = site.context(account, **wishes)
        contexts.append(context)
        page = context.new_page()
        watch.over(page)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert watch.violations == []
    assert watch.errors == []
