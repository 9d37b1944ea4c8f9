"""Brings every database to its newest revision, each by its owner's own migrations.

One process does all that are needed: loading the libraries costs more than the migrations, so a database that is at its
newest revision already costs one question.
"""

import json
import subprocess
import sys
from collections.abc import Mapping

import psycopg2
from psycopg2.errors import UndefinedTable

from deploy.local.errors import StartError
from deploy.local.settings import ROOT


def migrate_all(addresses: Mapping[str, str]) -> None:
    """`addresses` is by package (`services.deals`). Nothing of alembic stays in this process."""
    behind = {package: url for package, url in addresses.items() if current(url) != newest(package)}
    if not behind:
        return
    command = [sys.executable, "-m", "deploy.local.migrations"]
    given = json.dumps(behind)
    done = subprocess.run(command, cwd=ROOT, input=given, capture_output=True, text=True, check=False)
    if done.returncode:
        raise StartError(
            f"A migration failed:\n{done.stderr[-3000:]}", "The database is as it was before that revision."
        )


def newest(package: str) -> str:
    """Files of revisions are named by number: 0002_event_log.py."""
    versions = ROOT.joinpath(*package.split("."), "migrations", "versions")
    return max(path.name.partition("_")[0] for path in versions.glob("[0-9]*_*.py"))


def current(url: str) -> str | None:
    """The revision a database is at; None before its first."""
    connection = psycopg2.connect(url.replace("+psycopg2", ""))
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT version_num FROM alembic_version")
            row = cursor.fetchone()
    except UndefinedTable:
        return None
    finally:
        connection.close()
    return row[0] if row else None


def main() -> None:
    from chassis.migrate import migrate

    for package, url in json.load(sys.stdin).items():
        migrate(package, url)


if __name__ == "__main__":
    main()
