"""Every migration of every database goes back, and on again to the same."""

import pytest
from sqlalchemy import create_engine, text

from chassis.database import psycopg2_url
from chassis.migrate import migrate, revert
from deploy.local.catalogue import SERVICES
from deploy.local.settings import ROOT
from deploy.local.throwaway import DatabaseServer

PACKAGES = (*(f"services.{service}" for service in SERVICES), "gateway")
_DESCRIBED = text("""
    WITH ours AS (SELECT CAST('public' AS regnamespace) AS schema)
    SELECT concat_ws(' ', relname, attname, format_type(atttypid, atttypmod), attnotnull, pg_get_expr(adbin, adrelid))
    FROM ours JOIN pg_class ON relnamespace = schema AND relkind = 'r' JOIN pg_attribute ON attrelid = pg_class.oid
    LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum WHERE attnum > 0 AND NOT attisdropped
    UNION ALL SELECT indexdef FROM pg_indexes WHERE schemaname = 'public'
    UNION ALL SELECT concat_ws(' ', CAST(conrelid AS regclass), conname, pg_get_constraintdef(oid))
    FROM ours JOIN pg_constraint ON connamespace = schema WHERE conrelid > 0
    UNION ALL SELECT pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal
    UNION ALL SELECT sequencename FROM pg_sequences WHERE schemaname = 'public'
    UNION ALL SELECT cfgname FROM ours JOIN pg_ts_config ON cfgnamespace = schema
    UNION ALL SELECT pg_get_functiondef(oid) FROM ours JOIN pg_proc ON pronamespace = schema
    WHERE NOT EXISTS (SELECT 1 FROM pg_depend WHERE objid = pg_proc.oid AND deptype = 'e')
    ORDER BY 1
""")


def described(url: str) -> list[str]:
    """All that the migrations have made, but alembic's own note of how far they went."""
    bind = create_engine(url)
    with bind.connect() as connection:
        found = list(connection.scalars(_DESCRIBED))
    bind.dispose()
    return [line for line in found if "alembic_version" not in line]


@pytest.mark.parametrize("package", PACKAGES)
def test_every_migration_goes_back_and_on_again_to_the_same(package: str, database_server: DatabaseServer) -> None:
    url = psycopg2_url(database_server.empty(package.rpartition(".")[2]))
    versions = ROOT.joinpath(*package.split("."), "migrations", "versions")
    before = "base"
    for revision in sorted(path.name[:4] for path in versions.glob("[0-9]*.py")):
        migrate(package, url, revision)
        made = described(url)
        revert(package, url, before)
        migrate(package, url, revision)
        assert described(url) == made, revision
        before = revision
    assert made
    revert(package, url)
    assert described(url) == []
