"""What a page shows, as tests ask for it: axe's findings, overflow, where the focus is."""

from functools import cache
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

from tests.running_suite import wait_for

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RUN = """
async (rules) => (await axe.run(document, { runOnly: rules })).violations
  .map((found) => `${found.id}: ${found.nodes.map((node) => node.html.slice(0, 200)).join(' | ')}`)
"""


@cache
def axe_source() -> str:
    return (Path(__file__).parent / "vendor" / "axe.min.js").read_text()


# What a sticky bar covers depends on how far the page is scrolled at this moment: the bars join the flow for the check.
BARS = """(stuck) => document.querySelectorAll('body *:not(dialog)').forEach((element) => {
  if (!stuck && ['sticky', 'fixed'].includes(getComputedStyle(element).position)) element.dataset.unstuck = '1';
  if (!element.dataset.unstuck) return;
  if (stuck) { element.style.removeProperty('position'); delete element.dataset.unstuck; }
  else element.style.setProperty('position', 'static');
})"""


def axe(page: Page) -> list[str]:
    """Every violation of WCAG 2.2 A and AA and of the best practices, with the elements that cause it."""
    page.evaluate(BARS, False)
    page.evaluate(axe_source())
    found: list[str] = page.evaluate(RUN, RULES)
    page.evaluate(BARS, True)
    return found


def sideways(page: Page, width: int = 320) -> int:
    """How many pixels the page can be scrolled sideways at this width."""
    page.set_viewport_size({"width": width, "height": 700})
    return int(page.evaluate("document.documentElement.scrollWidth - window.innerWidth"))


def focused(page: Page) -> Any:
    """The id, else the class, else the name of the element that has the focus."""
    return page.evaluate("(({ id, className, tagName }) => id || className || tagName)(document.activeElement)")


def comes_to_say(page: Page, path: str, selector: str, words: str, *, limit_s: float = 60) -> None:
    """Load the page again and again until that part of it says so: what one service tells, another has to hear."""

    def said() -> bool:
        page.goto(path)
        return any(words in text for text in page.locator(selector).all_inner_texts())

    wait_for(said, limit_s=limit_s)
