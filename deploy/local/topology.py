"""Vhost, exchanges, queues, users and permissions of one suite.

Declared from the services' contracts by the chassis, with our passwords.
"""

from chassis import topology
from deploy.local.backing import Backing
from deploy.local.catalogue import BROKER_USERS
from deploy.local.keep import Secrets


def broker_password(secrets: Secrets, user: str) -> str:
    return secrets.of(f"broker.{user}")


def declare(backing: Backing, secrets: Secrets) -> None:
    topology.apply(backing.management_url, {user: broker_password(secrets, user) for user in BROKER_USERS})
