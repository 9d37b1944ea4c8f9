"""A deals service on a PostgreSQL of its own."""

from collections.abc import Callable, Iterator

import pytest
from sqlalchemy import Engine, text

from chassis import clock
from chassis.clock import FrozenClock
from chassis.database import engine
from chassis.testing import Harness
from services.deals.rules.queries import forget_rules
from services.deals.service import DealsService
from tests.service.deals.market import MONDAY, Market

_DOMAIN_TABLES = (
    "internal_notes, notes, conflict_checks, decisions, pending_decisions, conflicts, claims,"
    " deal_registration_history, deal_registrations, customer_identities, partner_standing,"
    " partner_certifications"
)


@pytest.fixture(scope="session")
def deals_engine(service_database: Callable[[str], str]) -> Iterator[Engine]:
    made = engine(service_database("services.deals"), pool_size=20, application="test-deals")
    yield made
    made.dispose()


@pytest.fixture
def harness(deals_engine: Engine) -> Harness:
    forget_rules()
    made = Harness(DealsService, deals_engine)
    made.forget_everything()
    with deals_engine.begin() as connection:
        connection.execute(text(f"TRUNCATE {_DOMAIN_TABLES}"))
    return made


@pytest.fixture
def market(harness: Harness) -> Market:
    return Market(harness)


@pytest.fixture
def time() -> Iterator[FrozenClock]:
    """Time stands still on a Monday morning in March."""
    with clock.frozen(MONDAY) as stopped:
        yield stopped
