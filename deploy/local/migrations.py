"""Brings every database to its newest revision, each by its owner's own migrations in a process of its own."""

import os
import subprocess
import sys
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor

from deploy.local.errors import StartError
from deploy.local.settings import ROOT


def migrate_all(addresses: Mapping[str, str]) -> None:
    """All at once: they share nothing. `addresses` is by package (`services.deals`)."""
    with ThreadPoolExecutor() as pool:
        list(pool.map(migrate, addresses, addresses.values()))


def migrate(package: str, url: str) -> None:
    command = [sys.executable, "-m", "chassis.migrate", package]
    done = subprocess.run(
        command, cwd=ROOT, env=os.environ | {"DATABASE_URL": url}, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise StartError(f"The migrations of {package} failed:\n{(done.stderr or done.stdout)[-3000:]}")
