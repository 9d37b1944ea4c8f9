"""A metrics service on a PostgreSQL of its own."""

from collections.abc import Callable, Iterator

import pytest
from sqlalchemy import Engine

from chassis import clock
from chassis.clock import FrozenClock
from chassis.database import engine
from chassis.testing import Harness
from tests.service.metrics.world import World, day, fresh


@pytest.fixture(scope="session")
def metrics_engine(service_database: Callable[[str], str]) -> Iterator[Engine]:
    made = engine(service_database("services.metrics"), pool_size=5, application="test-metrics")
    yield made
    made.dispose()


@pytest.fixture
def harness(metrics_engine: Engine) -> Harness:
    return fresh(metrics_engine)


@pytest.fixture
def world(harness: Harness) -> World:
    return World(harness)


@pytest.fixture
def time() -> Iterator[FrozenClock]:
    """Time stands still at noon of the last day of June."""
    with clock.frozen(day("2026-06-30")) as stopped:
        yield stopped
