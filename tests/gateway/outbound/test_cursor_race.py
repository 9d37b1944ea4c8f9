"""Eight writers commit at once while a reader follows: a position given after the commit misses nothing.

The control follows the number given at insert, as a naive feed would, and must be seen to miss events.
"""

import json
import random
import threading
from collections.abc import Iterator
from uuid import UUID

import pytest
from sqlalchemy import Connection, Engine, text
from sqlalchemy.orm import Session, sessionmaker

from gateway.outbound.arrivals import read_arrival
from gateway.outbound.feed import Feed, Question
from gateway.outbound.log import LogWriter
from gateway.outbound.wakeup import Wakeup
from tests.gateway.outbound.publisher import Publisher

WRITERS = 8
EVENTS = 10_000
EACH = EVENTS // WRITERS


@pytest.fixture
def outbox(engine: Engine) -> Iterator[Engine]:
    """Facts as writers commit them, numbered by a sequence at insert."""
    with engine.begin() as connection:
        connection.execute(text("DROP TABLE IF EXISTS race"))
        connection.execute(text("CREATE TABLE race (number bigserial PRIMARY KEY, id uuid NOT NULL, taken boolean)"))
    yield engine
    with engine.begin() as connection:
        connection.execute(text("DROP TABLE race"))


class Race:
    """The writers, and the word that they are done."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self.done = threading.Event()
        self.committed: list[str] = []
        self._threads = [threading.Thread(target=self._write, args=(seed,)) for seed in range(WRITERS)]

    def run(self) -> None:
        for thread in self._threads:
            thread.start()
        for thread in self._threads:
            thread.join()
        self.done.set()

    def _write(self, seed: int) -> None:
        chance, left = random.Random(seed), EACH
        with self._engine.connect() as connection:
            while left:
                count = min(left, chance.randint(1, 5))
                left -= count
                with connection.begin():
                    made = connection.scalars(
                        text("INSERT INTO race (id) SELECT gen_random_uuid() FROM generate_series(1, :n) RETURNING id"),
                        {"n": count},
                    ).all()
                    if chance.random() < 0.2:
                        threading.Event().wait(0.001)
                self.committed += [str(found) for found in made]


def relay_once(connection: Connection, writer: LogWriter, deals: Publisher) -> int:
    """What is committed goes to the log's writer, in whatever order it became visible."""
    with connection.begin():
        found = connection.scalars(
            text(
                "UPDATE race SET taken = true WHERE number IN (SELECT number FROM race WHERE taken IS NULL LIMIT 500)"
                " RETURNING id"
            )
        ).all()
    bodies = [deals.body(event_id=UUID(str(event_id))) for event_id in found]
    writer.append([read_arrival("deals", body, "application/cloudevents+json", "utf-8") for body in bodies])
    return len(found)


def test_a_reader_of_the_log_misses_nothing_and_the_insert_time_cursor_does(
    outbox: Engine, writer: LogWriter, sessions: sessionmaker[Session], database_url: str, deals: Publisher
) -> None:
    race = Race(outbox)
    read: list[str] = []
    seen_by_control: set[str] = set()
    relayed = threading.Event()

    def relay() -> None:
        with outbox.connect() as connection:
            while not race.done.is_set() or relay_once(connection, writer, deals):
                relay_once(connection, writer, deals)
        relayed.set()

    def follow() -> None:
        feed, cursor = Feed(sessions, Wakeup(database_url), "s" * 32), "earliest"
        while True:
            last = relayed.is_set()
            page = feed.page(Question(start=cursor, limit=500))
            read.extend(event["id"] for event in json.loads(page.body))
            cursor = page.next_cursor
            if last and not page.count:
                return

    def follow_insert_time() -> None:
        cursor = 0
        with outbox.connect() as connection:
            while True:
                last = race.done.is_set()
                with connection.begin():
                    rows = connection.execute(
                        text("SELECT number, id FROM race WHERE number > :c ORDER BY number LIMIT 500"), {"c": cursor}
                    ).all()
                seen_by_control.update(str(row.id) for row in rows)
                cursor = rows[-1].number if rows else cursor
                if last and not rows:
                    return

    readers = [threading.Thread(target=run) for run in (relay, follow, follow_insert_time)]
    for reader in readers:
        reader.start()
    race.run()
    for reader in readers:
        reader.join()
    assert len(race.committed) == EVENTS
    assert len(read) == len(set(read)) == EVENTS
    assert set(read) == set(race.committed)
    assert len(set(race.committed) - seen_by_control) > 0, "the control must show the race it guards against"
