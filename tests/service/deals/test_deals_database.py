"""What the database itself promises: rows that only grow, one published rule of a kind."""

from collections.abc import Callable

import pytest
from sqlalchemy import inspect, text
from sqlalchemy.exc import IntegrityError, OperationalError, ProgrammingError

from chassis.database import engine
from services.deals.claims.tables import claims, conflicts
from services.deals.conflicts.tables import conflict_checks
from services.deals.customers.tables import customer_identities
from services.deals.decisions.tables import decisions
from services.deals.histories.tables import histories
from services.deals.notes.tables import internal_notes, notes
from services.deals.pending.tables import pending_decisions
from services.deals.registrations.tables import deal_registrations
from services.deals.rules.tables import rule_version
from services.deals.standing.tables import partner_certifications, partner_standing
from tests.service.deals.market import MANAGER, Market

TABLES = [
    *(claims, conflicts, conflict_checks, customer_identities, decisions, internal_notes, notes, pending_decisions),
    *(deal_registrations, histories, rule_version, partner_standing, partner_certifications),
]


def test_the_migrated_tables_have_the_columns_and_indexes_that_the_code_maps(
    service_database: Callable[[str], str],
) -> None:
    migrated = engine(service_database("services.deals"))
    inspector = inspect(migrated)
    for table in TABLES:
        columns = {column["name"]: column["nullable"] for column in inspector.get_columns(table.name)}
        assert columns == {column.name: bool(column.nullable) for column in table.columns}, table.name
        indexes = {index["name"] for index in inspector.get_indexes(table.name)}
        assert {index.name for index in table.indexes} <= indexes, table.name
    migrated.dispose()


@pytest.mark.parametrize("table", ["deal_registration_history", "decisions"])
@pytest.mark.parametrize("statement", ["DELETE FROM {}", "UPDATE {} SET revision = 9"])
def test_history_and_decisions_only_grow(market: Market, table: str, statement: str) -> None:
    market.approved(market.seller(market.partner()))
    refusals = (IntegrityError, OperationalError, ProgrammingError)
    with pytest.raises(refusals, match="only grows"), market.harness.sessions.engine.begin() as connection:
        connection.execute(text(statement.format(table)))


def test_one_version_of_a_rule_is_published_at_a_time(market: Market) -> None:
    insert = "INSERT INTO rule_version (kind, version, status, body) VALUES ('sla', 2, 'published', '{}')"
    with pytest.raises(IntegrityError), market.harness.sessions.engine.begin() as connection:
        connection.execute(text(insert))


def test_a_replica_row_is_set_and_not_added_by_a_second_hearing(market: Market) -> None:
    partner_id = market.partner()
    market.hear(partner_id, "active")
    market.hear(partner_id, "suspended")
    with market.harness.sessions.engine.connect() as connection:
        rows = connection.execute(text("SELECT status FROM partner_standing")).all()
    assert [row.status for row in rows] == ["suspended"]


def test_names_of_partners_come_from_the_replica(market: Market) -> None:
    partner_id = market.partner()
    registered = market.register(market.seller(partner_id))
    assert market.see(registered, MANAGER)["partner_name"] == f"Partner {partner_id[:8]}"
