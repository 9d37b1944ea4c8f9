"""The log's writer: contiguous, once, one leader, and another epoch after a restore."""

import threading
from collections.abc import Callable

import psycopg2
import pytest
from sqlalchemy import Engine, func, select, text, update
from sqlalchemy.exc import SQLAlchemyError

from chassis import database
from gateway.outbound.log import LogWriter
from gateway.outbound.tables import event_log, log_epoch
from tests.gateway.outbound.publisher import Publisher, audience_of


def positions(engine: Engine) -> list[int]:
    with engine.connect() as connection:
        return list(connection.scalars(select(event_log.c.position).order_by(event_log.c.position)))


def test_positions_have_no_holes_over_batches(writer: LogWriter, engine: Engine, deals: Publisher) -> None:
    for size in (1, 7, 3):
        writer.append([deals.arrival() for _ in range(size)])
    assert positions(engine) == list(range(1, 12))


def test_an_event_delivered_again_is_absorbed_and_leaves_no_hole(
    writer: LogWriter, engine: Engine, deals: Publisher
) -> None:
    first, second, third = deals.arrival(), deals.arrival(), deals.arrival()
    writer.append([first, second])
    outcome = writer.append([second, third, third, first])
    assert (len(outcome.written), outcome.duplicates) == (1, 3)
    assert positions(engine) == [1, 2, 3]


def test_the_order_of_arrival_is_the_order_of_the_log(writer: LogWriter, engine: Engine, deals: Publisher) -> None:
    arrivals = [deals.arrival() for _ in range(20)]
    writer.append(arrivals)
    with engine.connect() as connection:
        found = list(connection.scalars(select(event_log.c.id).order_by(event_log.c.position)))
    assert found == [arrival.id for arrival in arrivals]


def test_another_event_under_a_number_that_is_taken_is_set_aside(writer: LogWriter, deals: Publisher) -> None:
    writer.append([deals.arrival()])
    deals.sequence = 0
    other = deals.arrival()
    outcome = writer.append([other])
    assert outcome.clashing == [other]
    assert not outcome.written


def test_a_failed_transaction_uses_up_no_position(writer: LogWriter, engine: Engine, deals: Publisher) -> None:
    def fail() -> None:
        raise RuntimeError("before commit")

    writer.append([deals.arrival()])
    with pytest.raises(RuntimeError):
        writer.append([deals.arrival(), deals.arrival()], before_commit=fail)
    writer.append([deals.arrival()])
    assert positions(engine) == [1, 2]


def test_there_is_one_leader(writer: LogWriter, engine: Engine) -> None:
    with engine.connect() as connection:
        assert not LogWriter(connection, audience_of).lead()


def test_a_leader_that_lost_its_session_cannot_write(engine: Engine, deals: Publisher) -> None:
    with engine.connect() as old, engine.connect() as other:
        sleeping = LogWriter(old, audience_of)
        assert sleeping.lead()
        backend = old.execute(text("SELECT pg_backend_pid()")).scalar_one()
        old.commit()
        other.execute(text("SELECT pg_terminate_backend(:pid)"), {"pid": backend})
        other.commit()
        next_leader = LogWriter(other, audience_of)
        waited = threading.Event()
        while not next_leader.lead():
            waited.wait(0.02)
        next_leader.append([deals.arrival()])
        with pytest.raises(SQLAlchemyError):
            sleeping.append([deals.arrival()])
        other.invalidate()
    assert positions(engine) == [1]


def test_the_epoch_stays_over_restarts_and_changes_with_the_database(engine: Engine) -> None:
    def lead_once() -> None:
        with engine.connect() as connection:
            assert LogWriter(connection, audience_of).lead()
            connection.invalidate()

    def epoch() -> int:
        with engine.connect() as connection:
            return connection.execute(select(func.max(log_epoch.c.epoch))).scalar_one()

    lead_once()
    lead_once()
    assert epoch() == 1
    with engine.begin() as connection:
        connection.execute(update(log_epoch).values(identity="another cluster"))
    lead_once()
    assert epoch() == 2


def test_a_table_loaded_again_from_a_dump_is_another_epoch(service_database: Callable[[str], str]) -> None:
    engine = database.engine(service_database("gateway"))
    for _ in range(2):
        with engine.connect() as connection:
            assert LogWriter(connection, audience_of).lead()
            connection.invalidate()
        with engine.begin() as connection:
            connection.execute(text("CREATE TABLE loaded (LIKE event_log INCLUDING ALL)"))
            connection.execute(text("DROP TABLE event_log"))
            connection.execute(text("ALTER TABLE loaded RENAME TO event_log"))
    with engine.connect() as connection:
        assert list(connection.scalars(select(log_epoch.c.epoch).order_by(log_epoch.c.epoch))) == [1, 2]
    engine.dispose()


def test_readers_are_told_of_the_new_head(writer: LogWriter, database_url: str, deals: Publisher) -> None:
    listener = psycopg2.connect(database_url.replace("+psycopg2", ""))
    listener.autocommit = True
    listener.cursor().execute("LISTEN event_log")
    writer.append([deals.arrival(), deals.arrival()])
    listener.cursor().execute("SELECT 1")
    listener.poll()
    assert [notice.payload for notice in listener.notifies] == ["2"]
    listener.close()
