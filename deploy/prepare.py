"""Prepares given servers for a suite in containers: databases and roles, then the broker's topology and users.

`python -m deploy.prepare` may run as often as you like. It reads DATABASE_ADMIN_URL, AMQP_MANAGEMENT_URL and one
PASSWORD_<OWNER> for each owner; `./prm` does the same with generated passwords.
"""

import os
from collections.abc import Mapping

from chassis.topology import apply
from deploy.local.catalogue import BROKER_USERS, OWNERS
from deploy.local.databases import Databases


class GivenSecrets:
    """From the environment: `database.prm_deals`, `broker.deals` and `broker.relay-deals` are all PASSWORD_DEALS."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self._environment = environment

    def of(self, name: str) -> str:
        owner = name.partition(".")[2].removeprefix("prm_").removeprefix("relay-")
        return self._environment[f"PASSWORD_{owner.upper()}"]


def main() -> None:
    secrets = GivenSecrets(os.environ)
    Databases(os.environ["DATABASE_ADMIN_URL"], secrets).provide(OWNERS)
    print(f"databases: {', '.join(OWNERS)}")
    apply(os.environ["AMQP_MANAGEMENT_URL"], {user: secrets.of(f"broker.{user}") for user in BROKER_USERS})
    print(f"broker: topology and users {', '.join(BROKER_USERS)}")


if __name__ == "__main__":
    main()
