"""One service's PostgreSQL: its engine, its sessions, and the tables of the mechanism (outbox, inbox, command log).

Owns connections and what the mechanism stores; refuses to know any table of a domain.
"""

from pathlib import Path
from typing import Any, Protocol
from uuid import UUID

import uuid6
from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    DateTime,
    Engine,
    Identity,
    Index,
    Integer,
    MetaData,
    SmallInteger,
    String,
    Table,
    Text,
    Uuid,
    create_engine,
    make_url,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Session, sessionmaker
from sqlalchemy.schema import CreateIndex, CreateTable

from chassis.contracts import Contracts

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
_TIMEOUTS = {"statement_timeout": "15s", "lock_timeout": "5s", "idle_in_transaction_session_timeout": "30s"}
_NOW = text("clock_timestamp()")

MECHANISM = MetaData(naming_convention=NAMING)

subject_version = Table(
    "subject_version",
    MECHANISM,
    Column("subject", String(200), primary_key=True),
    Column("version", Integer, nullable=False),
)
outbox = Table(
    "outbox",
    MECHANISM,
    Column("seq", BigInteger, Identity(), primary_key=True),
    Column("event_id", Uuid, nullable=False, unique=True),
    Column("type", String(200), nullable=False),
    Column("subject", String(200), nullable=False),
    Column("aggregateversion", Integer, nullable=False),
    Column("envelope", Text, nullable=False),
    Column("position", BigInteger, unique=True),
    Column("recorded_at", DateTime(timezone=True), nullable=False, server_default=_NOW),
    Column("published_at", DateTime(timezone=True)),
)
Index("ux_outbox_subject_aggregateversion", outbox.c.subject, outbox.c.aggregateversion, unique=True)
Index("ix_outbox_unpublished", outbox.c.seq, postgresql_where=outbox.c.published_at.is_(None))
relay_state = Table(
    "relay_state",
    MECHANISM,
    Column("only_row", Boolean, primary_key=True, server_default=text("true")),
    Column("epoch", BigInteger, nullable=False, server_default=text("0")),
    Column("position", BigInteger, nullable=False, server_default=text("0")),
)
inbox = Table(
    "inbox",
    MECHANISM,
    Column("consumer", String(100), primary_key=True),
    Column("source", String(100), primary_key=True),
    Column("event_id", String(100), primary_key=True),
    Column("received_at", DateTime(timezone=True), nullable=False, server_default=_NOW),
)
applied_version = Table(
    "applied_version",
    MECHANISM,
    Column("consumer", String(100), primary_key=True),
    Column("subject", String(200), primary_key=True),
    Column("version", Integer, nullable=False),
)
waiting_event = Table(
    "waiting_event",
    MECHANISM,
    Column("consumer", String(100), primary_key=True),
    Column("event_id", String(100), primary_key=True),
    Column("subject", String(200), nullable=False),
    Column("version", Integer, nullable=False),
    Column("state", String(10), nullable=False),
    Column("attempt", SmallInteger, nullable=False, server_default=text("0")),
    Column("reason", Text),
    Column("headers", JSONB, nullable=False, server_default=text("'{}'")),
    Column("body", Text),
    Column("since", DateTime(timezone=True), nullable=False, server_default=_NOW),
)
Index("ix_waiting_event_subject", waiting_event.c.consumer, waiting_event.c.subject, waiting_event.c.version)
Index(
    "ix_waiting_event_parked",
    waiting_event.c.consumer,
    waiting_event.c.since,
    postgresql_where=waiting_event.c.state == "parked",
)
rebuilding = Table(
    "rebuilding",
    MECHANISM,
    Column("consumer", String(100), primary_key=True),
    Column("replay_id", String(100), nullable=False),
    Column("is_over", Boolean, nullable=False),
)
command_log = Table(
    "command_log",
    MECHANISM,
    Column("command_id", String(200), primary_key=True),
    Column("method", String(100), nullable=False),
    Column("actor", String(100), nullable=False),
    Column("request_hash", String(100), nullable=False),
    Column("reply", Text, nullable=False),
    Column("executed_at", DateTime(timezone=True), nullable=False, server_default=_NOW),
)
job_run = Table(
    "job_run",
    MECHANISM,
    Column("name", String(100), primary_key=True),
    Column("last_run_at", DateTime(timezone=True), nullable=False),
    Column("last_count", Integer, nullable=False),
    Column("last_error", Text),
)


class Operations(Protocol):
    """The one thing needed of alembic's op."""

    def execute(self, sqltext: Any) -> Any: ...


def create_mechanism(op: Operations) -> None:
    """Create the mechanism's tables; called first in a service's first migration."""
    for table in MECHANISM.sorted_tables:
        op.execute(CreateTable(table))
        for index in sorted(table.indexes, key=lambda found: str(found.name)):
            op.execute(CreateIndex(index))
    op.execute(text("INSERT INTO relay_state DEFAULT VALUES"))


def drop_mechanism(op: Operations) -> None:
    """The reverse, for a first migration's downgrade."""
    for table in reversed(MECHANISM.sorted_tables):
        op.execute(text(f"DROP TABLE {table.name}"))


def metadata() -> MetaData:
    """A MetaData with the suite's names for constraints, for a capability's tables.py."""
    return MetaData(naming_convention=NAMING)


def psycopg2_url(url: str) -> str:
    """The same address with the driver spelled out: a bare postgresql:// would mean psycopg 3, which blocks the hub."""
    parsed = make_url(url)
    if parsed.drivername in ("postgresql", "postgres"):
        parsed = parsed.set(drivername="postgresql+psycopg2")
    return parsed.render_as_string(hide_password=False)


def engine(url: str, pool_size: int = 10, application: str = "prm", echo: bool = False) -> Engine:
    """A pool with server-side timeouts; psycopg2 alone is accepted, because only it yields to eventlet's hub."""
    options = " ".join(f"-c {name}={value}" for name, value in _TIMEOUTS.items())
    made = create_engine(
        psycopg2_url(url),
        echo=echo,
        pool_size=pool_size,
        max_overflow=0,
        pool_timeout=3,
        pool_use_lifo=True,
        connect_args={"options": options, "application_name": application, "connect_timeout": 5},
    )
    if made.dialect.driver != "psycopg2":
        raise SystemExit(f"the database driver must be psycopg2, not {made.dialect.driver}")
    return made


class Sessions:
    """Makes sessions that know whose they are: one that writes and one that PostgreSQL itself keeps from writing."""

    def __init__(self, service: str, bind: Engine, contracts: Contracts) -> None:
        info = {"service": service, "contracts": contracts}
        self.service = service
        self.engine = bind
        self._writing = sessionmaker(bind, expire_on_commit=False, info=info)
        self._reading = sessionmaker(
            bind.execution_options(postgresql_readonly=True), expire_on_commit=False, autoflush=False, info=info
        )

    def writing(self) -> Session:
        return self._writing()

    def reading(self) -> Session:
        return self._reading()


def session_factory(bind: Engine, service: str, contracts: Contracts | Path) -> Sessions:
    return Sessions(service, bind, contracts if isinstance(contracts, Contracts) else Contracts(contracts))


def uuid7() -> UUID:
    """A time-ordered identifier; minted by the writer, never by the database."""
    return UUID(int=uuid6.uuid7().int)
