"""Vhost, exchanges, queues, users and permissions of one suite, as the services' contracts want them.

The chassis knows how; the passwords are ours.
"""

from chassis.management import Management
from chassis.topology import apply
from deploy.local.backing import Backing
from deploy.local.catalogue import BROKER_USERS
from deploy.local.keep import Secrets


def declare(backing: Backing, secrets: Secrets) -> None:
    passwords = {user: secrets.of(f"broker.{user}") for user in BROKER_USERS}
    apply(backing.management_url, passwords, vhost=backing.vhost)


def remove(management_url: str, vhost: str) -> None:
    """What `declare` made on a broker that is not ours to delete."""
    management = Management(management_url, vhost)
    management.remove_vhost()
    management.remove_users(BROKER_USERS)
