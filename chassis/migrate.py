"""Brings one database to its newest schema: python -m chassis.migrate services.bakery [up|down].

Owns the alembic configuration, so that a service holds nothing but migrations/versions/.
"""

import importlib.util
import os
import sys
from pathlib import Path

from alembic import command
from alembic.config import Config

_ENVIRONMENT = Path(__file__).parent / "migration_environment"


def configuration(package: str, database_url: str) -> Config:
    spec = importlib.util.find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise SystemExit(f"{package} is no package")
    config = Config()
    versions = Path(spec.submodule_search_locations[0]) / "migrations" / "versions"
    config.set_main_option("script_location", str(_ENVIRONMENT))
    config.set_main_option("version_locations", str(versions))
    config.set_main_option("path_separator", "newline")
    config.attributes["database_url"] = database_url
    return config


def migrate(package: str, database_url: str, revision: str = "head") -> None:
    """Upgrade to a revision; a second run does nothing."""
    command.upgrade(configuration(package, database_url), revision)


def revert(package: str, database_url: str, revision: str = "base") -> None:
    command.downgrade(configuration(package, database_url), revision)


def main(arguments: list[str]) -> None:
    if not arguments or arguments[1:] not in ([], ["up"], ["down"]):
        raise SystemExit(__doc__)
    url = os.environ.get("DATABASE_URL") or sys.exit("DATABASE_URL must be set")
    act = revert if arguments[1:] == ["down"] else migrate
    act(arguments[0], url)


if __name__ == "__main__":
    main(sys.argv[1:])
