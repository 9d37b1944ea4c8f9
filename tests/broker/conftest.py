"""One bakery for all broker tests; each test leaves its processes running and its queues empty."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from deploy.local.throwaway import Broker, DatabaseServer
from tests.bakery.running import Bakery, Caller, open_bakery

RUNNING = ("oven", "shop", "relay-oven")


@pytest.fixture(scope="session")
def open_shop(
    broker: Broker, database_server: DatabaseServer, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Bakery]:
    bakery = open_bakery(broker, database_server, Path(tmp_path_factory.mktemp("bakery")))
    bakery.start(*RUNNING)
    yield bakery
    bakery.close()


@pytest.fixture
def bakery(open_shop: Bakery) -> Bakery:
    down = [name for name in RUNNING if not open_shop[name].running]
    open_shop.start(*down)
    return open_shop


@pytest.fixture
def caller(bakery: Bakery) -> Iterator[Caller]:
    caller = Caller(bakery)
    yield caller
    caller.close()
