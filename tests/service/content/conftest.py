"""A content service on a PostgreSQL of its own, with a folder for its files."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from chassis import clock
from chassis.blobs import Blobs, open_blobs
from chassis.clock import FrozenClock
from chassis.database import engine
from chassis.testing import Harness
from services.content.service import ContentService
from tests.service.content.library import MONDAY, Library

_KEPT = "'alembic_version', 'relay_state'"


@pytest.fixture(scope="session")
def content_engine(service_database: Callable[[str], str]) -> Iterator[Engine]:
    made = engine(service_database("services.content"), pool_size=10, application="test-content")
    yield made
    made.dispose()


@pytest.fixture
def blobs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Blobs:
    url = f"file://{tmp_path}/blobs"
    monkeypatch.setenv("PRM_BLOBS", url)
    return open_blobs(url)


@pytest.fixture
def harness(content_engine: Engine) -> Harness:
    names = f"SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename NOT IN ({_KEPT})"
    with content_engine.begin() as connection:
        tables = ", ".join(connection.execute(text(names)).scalars())
        connection.execute(text(f"TRUNCATE {tables}"))
    return Harness(ContentService, content_engine)


@pytest.fixture
def time() -> Iterator[FrozenClock]:
    """Time stands still on a Monday morning in March."""
    with clock.frozen(MONDAY) as stopped:
        yield stopped


@pytest.fixture
def library(harness: Harness, blobs: Blobs, time: FrozenClock) -> Library:
    return Library(harness, blobs)
