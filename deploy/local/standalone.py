"""The suite's databases without the suite: those of a running one, else on a private server started for the moment."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from deploy.local import status
from deploy.local.backing import Backing
from deploy.local.catalogue import OWNERS
from deploy.local.databases import Databases
from deploy.local.keep import Secrets
from deploy.local.settings import Settings


@contextmanager
def database_addresses(settings: Settings) -> Iterator[dict[str, str]]:
    if running := status.read(settings.var):
        yield running["databases"]
        return
    backing = Backing(replace(settings, amqp_url="amqp://unused", amqp_management_url="http://unused"))
    child = None
    if backing.postgres:
        backing.postgres.prepare()
        child = backing.postgres.launch()
    try:
        backing.wait_database(child, lambda *_: None)
        yield Databases(backing.database_url, Secrets(settings.var)).provide(OWNERS)
    finally:
        if child:
            child.stop()
