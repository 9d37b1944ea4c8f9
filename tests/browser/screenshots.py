"""Pictures of every screen at both sizes, in both themes and languages, for people to look at.

`python -m tests.browser.screenshots [STATUS.json]` asks `./prm status --json` and fills var/screenshots.
"""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright

from deploy.local.browser import find_browser
from tests.browser.conftest import ARGUMENTS
from tests.browser.people import Site
from tests.browser.screens import (
    AUDITED,
    CONSOLE,
    PORTAL,
    PUBLIC,
    with_cases,
    with_deals,
    with_guests,
    with_learning,
    with_library,
    with_school,
    with_strangers,
)

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "var" / "screenshots"
LOOKS = [("desk", "light", "en"), ("desk", "dark", "es"), ("phone", "light", "es"), ("phone", "dark", "en")]


def status() -> dict[str, Any]:
    if len(sys.argv) > 1:
        read: dict[str, Any] = json.loads(Path(sys.argv[1]).read_text())
        return read
    command = [str(ROOT / "prm"), "status", "--json"]
    asked: dict[str, Any] = json.loads(subprocess.run(command, capture_output=True, check=True, text=True).stdout)
    return asked


def take(site: Site, account: str | None, screens: dict[str, str]) -> None:
    for size, theme, language in LOOKS:
        context = site.context(account, phone=size == "phone", theme=theme, language=language)
        page = context.new_page()
        for name, path in screens.items():
            page.goto(path)
            page.wait_for_selector("html[data-js=ready]")
            page.screenshot(path=FOLDER / f"{name}-{size}-{theme}-{language}.png", full_page=True)
        context.close()


def main() -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_browser(), headless=True, args=ARGUMENTS)
        site = Site(status(), browser)
        take(site, None, PUBLIC | with_guests(site) | with_strangers(site))
        take(site, "partner_a", PORTAL | with_deals(site) | with_learning(site) | with_library(site))
        take(site, "staff", CONSOLE | with_cases(site) | with_school(site))
        take(site, site.hired("auditor"), AUDITED)
        browser.close()
    print(FOLDER)


if __name__ == "__main__":
    main()
