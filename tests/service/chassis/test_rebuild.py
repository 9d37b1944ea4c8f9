"""The twins of a rebuild are made like the tables whose places they take, and live events lose nothing to it."""

from collections.abc import Callable, Iterator
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import select, text

from chassis import database, dump, outbox, rebuild
from chassis.consumer import Consumer, Outcome, event_handlers
from chassis.database import applied_version, inbox, uuid7
from chassis.delivery import parse
from chassis.inbox import mark_failed, next_parked
from chassis.rebuild import TWINS, Turn, made_of_events
from chassis.service_class import load_service
from chassis.testing import Harness, event
from deploy.local.catalogue import SERVICES
from tests.bakery.services.oven.events import LoafBaked
from tests.bakery.services.shop.service import ShopService
from tests.bakery.services.shop.tables import diary

REBUILT = [service for service in SERVICES if made_of_events(load_service(f"services.{service}"))]
_COLUMNS = """
    SELECT attname, format_type(atttypid, atttypmod), attnotnull, attidentity, attgenerated,
           pg_get_expr(adbin, adrelid) AS value
    FROM pg_attribute LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum
    WHERE attrelid = to_regclass(:name) AND attnum > 0 AND NOT attisdropped ORDER BY attname
"""
_OTHERS = """
    SELECT conname AS name, pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid = to_regclass(:name)
    UNION ALL
    SELECT c.relname, replace(pg_get_indexdef(c.oid), :schema || '.', '')
    FROM pg_index JOIN pg_class AS c ON c.oid = indexrelid WHERE indrelid = to_regclass(:name)
    UNION ALL
    SELECT tgname, pg_get_triggerdef(oid) FROM pg_trigger WHERE tgrelid = to_regclass(:name) AND NOT tgisinternal
    UNION ALL
    SELECT conname, 'refers to it' FROM pg_constraint WHERE confrelid = to_regclass(:name)
    ORDER BY 1, 2
"""


def opened(url: str, service_class: type) -> Iterator[Harness]:
    engine = database.engine(url, pool_size=3)
    yield Harness(service_class, engine)
    engine.dispose()


@pytest.fixture
def shop(service_database: Callable[[str], str]) -> Iterator[Harness]:
    yield from opened(service_database("tests.bakery.services.shop"), ShopService)


@pytest.fixture(params=REBUILT)
def service(request: pytest.FixtureRequest, service_database: Callable[[str], str]) -> Iterator[Harness]:
    package = f"services.{request.param}"
    yield from opened(service_database(package), load_service(package))


def shapes(harness: Harness, schema: str) -> dict[str, list[Any]]:
    """Columns, constraints, indexes, triggers and references of the tables that a rebuild makes, as PostgreSQL says."""
    names = [table.name for table in (inbox, applied_version, *made_of_events(harness.service_class))]
    with harness.sessions.engine.connect() as connection:
        return {
            name: [
                tuple(row)
                for statement in (_COLUMNS, _OTHERS)
                for row in connection.execute(text(statement), {"name": f"{schema}.{name}", "schema": schema})
            ]
            for name in names
        }


def loaf(loaf_id: str, version: int) -> Any:
    name, data = ("loaf.baked.v1", {}) if version == 1 else ("loaf.turned.v1", {"turns": version - 1})
    told = {"loaf_id": loaf_id, **data}
    return event("oven", name, told, subject=f"loaf/{loaf_id}", version=version, event_id=f"{loaf_id} {version}")


def is_being_made(harness: Harness) -> bool:
    with harness.sessions.engine.connect() as connection:
        found = connection.scalar(text("SELECT to_regnamespace(:schema) IS NOT NULL"), {"schema": TWINS})
    return bool(found)


def written(harness: Harness) -> list[int]:
    with harness.sessions.reading() as session:
        return list(session.scalars(select(diary.c.version).order_by(diary.c.entry)))


def test_the_twins_of_a_rebuild_are_made_like_the_tables_of_the_migrations(service: Harness) -> None:
    migrated, replay_id = shapes(service, "public"), str(uuid7())
    service.turn(Turn.BEGIN, replay_id)
    assert shapes(service, TWINS) == migrated
    assert min(len(rows) for rows in migrated.values()) > 2
    service.turn(Turn.END, replay_id)
    assert shapes(service, "public") == migrated


def test_the_twins_take_their_places_with_the_end_of_the_last_queue(service: Harness) -> None:
    sources = sorted({source for source, _ in event_handlers(service.service_class)})
    consumers = [Consumer(service.service_class, source, service.sessions) for source in sources]
    replay_id = str(uuid7())
    for consumer in consumers:
        consumer.turn(Turn.BEGIN, replay_id)
    for consumer in consumers:
        assert is_being_made(service)
        for _ in range(2):
            consumer.turn(Turn.END, replay_id)
    assert not is_being_made(service)


def leave(harness: Harness) -> list[Any]:
    """Who may do what with the tables of the shop and their columns."""
    statement = text("""
        WITH kept AS (SELECT * FROM pg_class
                      WHERE oid IN (to_regclass('diary'), to_regclass('shelf'), to_regclass('inbox')))
        SELECT relname, '', CAST(relacl AS text) FROM kept
        UNION ALL
        SELECT relname, attname, CAST(attacl AS text) FROM pg_attribute JOIN kept ON kept.oid = attrelid
        WHERE attacl IS NOT NULL ORDER BY 1, 2
    """)
    with harness.sessions.engine.connect() as connection:
        return [tuple(row) for row in connection.execute(statement)]


def test_what_others_were_allowed_they_are_allowed_after_a_rebuild(shop: Harness) -> None:
    def allow(*grants: str) -> None:
        with shop.sessions.engine.begin() as connection:
            for grant in grants:
                connection.execute(text(f"GRANT {grant}"))

    replay_id = str(uuid7())
    allow("SELECT ON shelf TO PUBLIC", "SELECT, UPDATE ON diary TO pg_monitor WITH GRANT OPTION")
    shop.turn(Turn.BEGIN, replay_id)
    allow("UPDATE (turns) ON shelf TO pg_monitor")
    given = leave(shop)
    assert [bool(allowed) for *_, allowed in given] == [True, False, True, True]
    shop.turn(Turn.END, replay_id)
    assert leave(shop) == given


def test_what_comes_meanwhile_takes_effect_afterwards_and_once(shop: Harness) -> None:
    """From the queue or from the log, whichever comes first: what waits is not taken from the log."""
    loaf_id, replay_id = str(uuid4()), str(uuid7())
    consumer = Consumer(ShopService, "oven", shop.sessions)
    first, second, third = (loaf(loaf_id, version) for version in (1, 2, 3))
    assert consumer.handle(first) is Outcome.DONE
    shop.turn(Turn.BEGIN, replay_id)
    assert consumer.handle(second) is Outcome.PARKED
    assert shop.replay([first, second, third]) == [Outcome.DONE, Outcome.PARKED, Outcome.PARKED]
    assert consumer.handle(third) is Outcome.PARKED
    with shop.sessions.reading() as session:
        assert next_parked(session, consumer.queue) is None
    shop.turn(Turn.END, replay_id)
    assert written(shop) == [1]
    for _ in range(2):
        with shop.sessions.reading() as session:
            waiting = next_parked(session, consumer.queue)
        assert waiting is not None
        assert consumer.handle(parse(waiting.body)) is Outcome.DONE
    assert written(shop) == [1, 2, 3]
    assert shop.replay([first, second, third]) == [Outcome.DUPLICATE] * 3


def test_an_event_that_had_failed_is_taken_from_the_log(shop: Harness) -> None:
    """Its letter in the broker is a duplicate from then on, and nothing waits behind it any more."""
    loaf_id = str(uuid4())
    consumer = Consumer(ShopService, "oven", shop.sessions)
    events = [loaf(loaf_id, version) for version in (1, 2)]
    with shop.sessions.writing() as session:
        mark_failed(session, consumer.queue, events[0], state="dead", attempt=4, reason="a bug since corrected")
        session.commit()
    assert shop.rebuild(events) == [Outcome.DONE, Outcome.DONE]
    assert written(shop) == [1, 2]
    assert consumer.handle(events[0]) is Outcome.DUPLICATE


def test_what_is_from_before_a_rebuild_is_not_compared_with_itself(shop: Harness) -> None:
    replay_id = str(uuid7())
    shop.turn(Turn.BEGIN, replay_id)
    with pytest.raises(SystemExit, match="under way"):
        dump.digest(shop.sessions.engine, ShopService)
    shop.turn(Turn.END, replay_id)
    assert dump.digest(shop.sessions.engine, ShopService)


def test_a_handler_that_forgets_that_it_is_a_rebuild_tells_nobody_anything(shop: Harness) -> None:
    shop.turn(Turn.BEGIN, str(uuid7()))
    with shop.sessions.writing() as session:
        assert rebuild.enter(session)
        with pytest.raises(RuntimeError, match=r"loaf\.baked\.v1"):
            outbox.record(session, [LoafBaked(loaf_id=uuid4(), flour="rye")])
