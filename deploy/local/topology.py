"""Vhost, exchanges, queues, users and permissions of one suite, as the services' contracts want them.

The chassis knows how; the passwords are ours.
"""

import hashlib

from chassis.least_privilege import users_of
from chassis.management import Management
from chassis.topology import Topology, apply
from deploy.local.backing import Backing
from deploy.local.catalogue import BROKER_USERS
from deploy.local.keep import Secrets


def declare(backing: Backing, secrets: Secrets) -> None:
    apply(backing.management_url, _passwords(secrets), vhost=backing.vhost)
    if backing.rabbit:
        backing.rabbit.declared.write_text(_digest(backing, secrets), encoding="utf-8")


def is_declared(backing: Backing, secrets: Secrets) -> bool:
    """Whether our private node was told all of this at an earlier start; of a broker that is not ours nobody knows."""
    kept = backing.rabbit.declared if backing.rabbit else None
    return bool(kept and kept.is_file() and kept.read_text(encoding="utf-8") == _digest(backing, secrets))


def _digest(backing: Backing, secrets: Secrets) -> str:
    wanted = Topology.of(vhost=backing.vhost)
    users = users_of(wanted.services), sorted(_passwords(secrets).items())
    whole = repr((wanted, wanted.queues, wanted.bindings, users))
    return hashlib.sha256(whole.encode()).hexdigest()


def _passwords(secrets: Secrets) -> dict[str, str]:
    return {user: secrets.of(f"broker.{user}") for user in BROKER_USERS}


def remove(management_url: str, vhost: str) -> None:
    """What `declare` made on a broker that is not ours to delete."""
    management = Management(management_url, vhost)
    management.remove_vhost()
    management.remove_users(BROKER_USERS)
