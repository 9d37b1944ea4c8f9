"""The browser of the browser tests: the one found, else Debian's chromium where we may install it."""

import os
import shutil
import subprocess
from collections.abc import MutableMapping

NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
VARIABLE = "PRM_BROWSER"


def find_browser() -> str | None:
    named = os.environ.get(VARIABLE)
    return named or next((path for path in map(shutil.which, NAMES) if path), None)


def provide_browser(environment: MutableMapping[str, str]) -> None:
    """Name a browser to the tests; where there is none and we are root, install one. Without one, the tests say so."""
    found = find_browser()
    if not found and os.geteuid() == 0 and shutil.which("apt-get"):
        print("browser   installing Debian's chromium (once)", flush=True)
        subprocess.run(["apt-get", "-qq", "update"], check=False)
        subprocess.run(
            ["apt-get", "-qq", "install", "-y", "--no-install-recommends", "chromium"],
            check=False,
            stdout=subprocess.DEVNULL,
        )
        found = find_browser()
    if found:
        environment[VARIABLE] = found
