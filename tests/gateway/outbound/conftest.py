"""A gateway database of its own for each test, and who writes into its log."""

from collections.abc import Callable, Iterator

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.orm import Session, sessionmaker

from chassis import database
from gateway.outbound.log import LogWriter
from tests.gateway.outbound.office import ANA, MANAGER, Office, Services
from tests.gateway.outbound.publisher import Publisher, audience_of


@pytest.fixture(scope="module")
def database_url(service_database: Callable[[str], str]) -> str:
    return service_database("gateway")


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    """The module's database, emptied."""
    made = database.engine(database_url, pool_size=12)
    with made.begin() as connection:
        connection.execute(text("TRUNCATE event_log, log_epoch, log_reader, outbound_mail, mailbox, accounts CASCADE"))
        connection.execute(text("TRUNCATE invitations"))
    yield made
    made.dispose()


@pytest.fixture
def sessions(engine: Engine) -> sessionmaker[Session]:
    return sessionmaker(engine, expire_on_commit=False)


@pytest.fixture
def deals() -> Publisher:
    return Publisher("deals")


@pytest.fixture
def partners() -> Publisher:
    return Publisher("partners")


@pytest.fixture
def writer(engine: Engine) -> Iterator[LogWriter]:
    """The leader."""
    with engine.connect() as connection:
        made = LogWriter(connection, audience_of)
        assert made.lead()
        yield made
        connection.invalidate()


@pytest.fixture
def services() -> Services:
    found = Services()
    found.add(ANA, "Ana Vega", "ana@vega.example", "es")
    found.add(MANAGER, "Max Moore", "max@northbeam.example")
    return found


@pytest.fixture
def office(sessions: sessionmaker[Session], services: Services) -> Office:
    return Office(sessions, services)
