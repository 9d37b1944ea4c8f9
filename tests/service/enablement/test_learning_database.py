"""What the database of enablement promises: migrations both ways, and tables as the code maps them."""

import importlib
from collections.abc import Callable

import pytest
from sqlalchemy import Table, create_engine, inspect

from chassis.database import engine, psycopg2_url
from chassis.migrate import migrate, revert
from deploy.local.throwaway import DatabaseServer

CAPABILITIES = (
    *("people", "courses", "questions", "revisions", "enrollments", "exams"),
    *("certifications", "certificates", "requirements"),
)
TABLES: list[Table] = [
    table
    for name in CAPABILITIES
    for table in importlib.import_module(f"services.enablement.{name}.tables").mapped.metadata.sorted_tables
]


def test_the_migrations_go_up_down_and_up_again(database_server: DatabaseServer) -> None:
    url = psycopg2_url(database_server.empty("enablement"))
    migrate("services.enablement", url)
    revert("services.enablement", url)
    bare = create_engine(url)
    assert inspect(bare).get_table_names() == ["alembic_version"]
    bare.dispose()
    migrate("services.enablement", url)


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_a_migrated_table_has_the_columns_and_indexes_that_the_code_maps(
    service_database: Callable[[str], str], table: Table
) -> None:
    migrated = engine(service_database("services.enablement"))
    inspector = inspect(migrated)
    columns = {column["name"]: column["nullable"] for column in inspector.get_columns(table.name)}
    indexes = {index["name"] for index in inspector.get_indexes(table.name)}
    migrated.dispose()
    assert columns == {column.name: bool(column.nullable) for column in table.columns}
    assert {index.name for index in table.indexes} <= indexes
