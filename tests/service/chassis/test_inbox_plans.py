"""What waits is looked up by an index, however much of it there is."""

from collections.abc import Callable, Iterator

import pytest
from sqlalchemy import Engine, text

from chassis.database import engine, session_factory
from chassis.inbox import next_parked
from chassis.migrate import migrate, revert
from deploy.local.catalogue import SERVICES
from deploy.local.settings import ROOT
from tests.service.explained import plans

QUEUE = "q.shop.oven"
_PARKED = text("""
    INSERT INTO waiting_event (consumer, event_id, subject, version, state, body)
    SELECT :queue, n, 'loaf/' || n / 5, n % 5 + 1, CASE n % 5 WHEN 0 THEN 'dead' ELSE 'parked' END, '{}'
    FROM generate_series(5, :last) AS n
""")
_INDEXES = text("SELECT indexdef FROM pg_indexes WHERE tablename = 'waiting_event' ORDER BY indexname")


@pytest.fixture(scope="module")
def waiting(service_database: Callable[[str], str]) -> Iterator[Engine]:
    """Twenty thousand events of which every fifth is dead and the others are parked behind it."""
    made = engine(service_database("tests.bakery.services.shop"), pool_size=2)
    with made.begin() as filling:
        filling.execute(_PARKED, {"queue": QUEUE, "last": 20_000})
        filling.execute(text("ANALYZE waiting_event"))
    yield made
    made.dispose()


def indexes(url: str) -> list[str]:
    bind = engine(url, pool_size=1)
    with bind.connect() as connection:
        found = list(connection.scalars(_INDEXES))
    bind.dispose()
    return found


def test_the_parked_event_that_goes_on_next_is_read_from_an_index_in_its_order(waiting: Engine) -> None:
    with plans(waiting) as seen, session_factory(waiting, "shop", ROOT).reading() as session:
        next_parked(session, QUEUE)
    (found,) = seen
    assert "ix_waiting_event_parked" in found, found
    assert "Sort" not in found, found


@pytest.mark.parametrize("service", SERVICES)
def test_a_database_of_an_earlier_version_gets_the_same_indexes(
    service: str, service_database: Callable[[str], str]
) -> None:
    package = f"services.{service}"
    url = service_database(package)
    (migration,) = (ROOT / "services" / service / "migrations" / "versions").glob("*_parked_events.py")
    made_today = indexes(url)
    assert any("parked" in index for index in made_today)
    revert(package, url, f"{int(migration.name[:4]) - 1:04d}")
    assert not any("parked" in index for index in indexes(url))
    migrate(package, url)
    assert indexes(url) == made_today
