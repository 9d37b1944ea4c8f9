"""What the database of enablement promises: tables as the code maps them."""

import importlib
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import Table, inspect

from chassis.database import MECHANISM, engine
from services import enablement

CAPABILITIES = sorted(found.parent.name for found in Path(enablement.__path__[0]).glob("*/tables.py"))
MODULES = [importlib.import_module(f"services.enablement.{name}.tables") for name in CAPABILITIES]
TABLES = [value for module in MODULES for value in vars(module).values() if isinstance(value, Table)]


def test_the_code_maps_every_table_that_the_migrations_make(service_database: Callable[[str], str]) -> None:
    migrated = engine(service_database("services.enablement"))
    made = set(inspect(migrated).get_table_names()) - set(MECHANISM.tables) - {"alembic_version"}
    migrated.dispose()
    assert {table.name for table in TABLES} == made


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
