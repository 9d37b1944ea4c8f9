"""An enablement service on a PostgreSQL of its own."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from chassis import clock
from chassis.clock import FrozenClock
from chassis.database import MECHANISM, engine
from chassis.testing import Harness
from services.enablement.service import EnablementService
from tests.service.enablement.school import MONDAY, School


@pytest.fixture(scope="session")
def enablement_engine(service_database: Callable[[str], str]) -> Iterator[Engine]:
    made = engine(service_database("services.enablement"), pool_size=20, application="test-enablement")
    yield made
    made.dispose()


@pytest.fixture
def harness(enablement_engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Harness:
    monkeypatch.setenv("PRM_BLOBS", f"file://{tmp_path}/blobs")
    made = Harness(EnablementService, enablement_engine)
    made.forget_everything()
    kept = {table.name for table in MECHANISM.sorted_tables} | {"alembic_version"}
    with enablement_engine.begin() as connection:
        listed = connection.scalars(text("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")).all()
        connection.execute(text(f"TRUNCATE {', '.join(name for name in listed if name not in kept)} CASCADE"))
    return made


@pytest.fixture
def school(harness: Harness) -> School:
    return School(harness)


@pytest.fixture
def time() -> Iterator[FrozenClock]:
    """Time stands still on a Monday morning in March."""
    with clock.frozen(MONDAY) as stopped:
        yield stopped
