"""A partners service on a PostgreSQL of its own."""

from collections.abc import Callable, Iterator

import pytest
from sqlalchemy import Engine, text

from chassis import clock
from chassis.clock import FrozenClock
from chassis.database import engine
from chassis.testing import Harness
from services.partners.service import PartnersService
from tests.service.partners.office import MONDAY, Office

_DOMAIN_TABLES = (
    "onboarding_tasks, onboardings, application_decisions, applications, partner_periods, program_memberships,"
    " programs, partners, people"
)


@pytest.fixture(scope="session")
def partners_engine(service_database: Callable[[str], str]) -> Iterator[Engine]:
    made = engine(service_database("services.partners"), pool_size=10, application="test-partners")
    yield made
    made.dispose()


@pytest.fixture
def harness(partners_engine: Engine) -> Harness:
    made = Harness(PartnersService, partners_engine)
    made.forget_everything()
    with partners_engine.begin() as connection:
        connection.execute(text(f"TRUNCATE {_DOMAIN_TABLES}"))
        connection.execute(text("DELETE FROM checklists WHERE version > 1"))
        connection.execute(text("UPDATE checklists SET status = 'published'"))
    return made


@pytest.fixture
def office(harness: Harness) -> Office:
    return Office(harness)


@pytest.fixture
def time() -> Iterator[FrozenClock]:
    """Time stands still on a Monday morning in March."""
    with clock.frozen(MONDAY) as stopped:
        yield stopped
