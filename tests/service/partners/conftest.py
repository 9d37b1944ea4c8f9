"""A partners service on a PostgreSQL of its own, and the few steps that most tests begin with."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from itertools import count
from typing import Any

import pytest
from sqlalchemy import Engine, text

from chassis import clock
from chassis.clock import FrozenClock
from chassis.context import Principal
from chassis.database import engine
from chassis.testing import ANYBODY, Harness, principal
from services.partners.service import PartnersService

MONDAY = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
STAFF = principal("0193f5c0-7a10-7000-8000-000000000099", roles=["program_manager"], scope="all")
_DOMAIN_TABLES = "application_decisions, applications, partner_periods, program_memberships, programs, partners, people"


class Office:
    """The partners service as people of the vendor, of partners and of nobody use it."""

    def __init__(self, harness: Harness) -> None:
        self.harness = harness
        self._numbers = count(1)

    def ask(self, method: str, who: Principal = STAFF, **command: Any) -> Any:
        return self.harness.call(method, command, principal=who)

    def apply(self, **wanted: Any) -> dict[str, Any]:
        number = next(self._numbers)
        form = {
            "legal_name": f"Company {number} S.L.",
            "country": "ES",
            "domain": f"company{number}.example",
            "contact": {"name": f"Person {number}", "email": f"person{number}@company{number}.example"},
        }
        answer: dict[str, Any] = self.ask("submit_application", ANYBODY, **{**form, **wanted})
        return answer

    def approve(self, application: dict[str, Any], **wanted: Any) -> dict[str, Any]:
        answer: dict[str, Any] = self.ask("approve_application", application_id=application["application_id"], **wanted)
        return answer

    def partner(self, **wanted: Any) -> dict[str, Any]:
        """An onboarding partner: {partner_id, person_id}."""
        return self.approve(self.apply(**wanted))

    def active_partner(self, **wanted: Any) -> dict[str, Any]:
        made = self.partner(**wanted)
        self.ask("join_person", ANYBODY, person_id=made["person_id"])
        return made

    def status(self, partner_id: str) -> str:
        return str(self.ask("get_partner", partner_id=partner_id)["status"])


def admin_of(made: dict[str, Any], scope: str = "company") -> Principal:
    return principal(made["person_id"], roles=["partner_admin"], scope=scope, partner_id=made["partner_id"])


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
    return made


@pytest.fixture
def office(harness: Harness) -> Office:
    return Office(harness)


@pytest.fixture
def time() -> Iterator[FrozenClock]:
    """Time stands still on a Monday morning in March."""
    with clock.frozen(MONDAY) as stopped:
        yield stopped
