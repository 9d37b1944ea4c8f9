"""Runs migrations one transaction each, with a short wait for locks, so that a migration never stops the traffic."""

from alembic import context
from sqlalchemy import create_engine, pool, text

from chassis.database import psycopg2_url

_LEADER = 7_310_592_001

engine = create_engine(psycopg2_url(context.config.attributes["database_url"]), poolclass=pool.NullPool)
with engine.connect() as connection:
    connection.execute(text("SET lock_timeout = '5s'"))
    connection.execute(text("SELECT pg_advisory_lock(:key)"), {"key": _LEADER})
    connection.commit()
    context.configure(connection=connection, transaction_per_migration=True)
    with context.begin_transaction():
        context.run_migrations()
engine.dispose()
