"""Brings every database to its newest revision, each by its owner's own migrations.

One process does them all: loading the libraries costs more than the migrations.
"""

import json
import subprocess
import sys
from collections.abc import Mapping

from deploy.local.errors import StartError
from deploy.local.settings import ROOT


def migrate_all(addresses: Mapping[str, str]) -> None:
    """`addresses` is by package (`services.deals`). Nothing of alembic stays in this process."""
    command = [sys.executable, "-m", "deploy.local.migrations"]
    given = json.dumps(dict(addresses))
    done = subprocess.run(command, cwd=ROOT, input=given, capture_output=True, text=True, check=False)
    if done.returncode:
        raise StartError(
            f"A migration failed:\n{done.stderr[-3000:]}", "The database is as it was before that revision."
        )


def main() -> None:
    from chassis.migrate import migrate

    for package, url in json.load(sys.stdin).items():
        migrate(package, url)


if __name__ == "__main__":
    main()
