"""One bakery in a vhost of its own, killed and started again as often as the tests like."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from deploy.local.throwaway import Broker, DatabaseServer
from tests.bakery.running import Bakery, open_bakery

RUNNING = ("oven", "shop", "relay-oven")


@pytest.fixture(scope="session")
def bakery_in_chaos(
    broker: Broker, database_server: DatabaseServer, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Bakery]:
    folder = Path(tmp_path_factory.mktemp("chaos"))
    bakery = open_bakery(broker, database_server, folder, vhost="bakery-chaos")
    yield bakery
    bakery.close()


@pytest.fixture
def bakery(bakery_in_chaos: Bakery) -> Iterator[Bakery]:
    """Empty tables and queues, nothing running yet."""
    for process in bakery_in_chaos.processes.values():
        process.kill()
        process.control = ()
    bakery_in_chaos.change("oven", "TRUNCATE loaf, outbox, subject_version, command_log")
    bakery_in_chaos.change("oven", "UPDATE relay_state SET position = 0")
    bakery_in_chaos.change("shop", "TRUNCATE shelf, diary, fault, inbox, applied_version, waiting_event")
    bakery_in_chaos.declare()
    yield bakery_in_chaos
    for process in bakery_in_chaos.processes.values():
        process.kill()
