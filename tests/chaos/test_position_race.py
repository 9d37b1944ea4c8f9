"""Eight writers that commit in any order, and a leader that places positions meanwhile: none missed, none twice."""

import random
import threading
import time
import uuid
from collections.abc import Iterator

import pytest
from sqlalchemy import text

from chassis import outbox, outbox_line
from chassis.contracts import Contracts
from chassis.database import Sessions, engine
from deploy.local.throwaway import DatabaseServer
from tests.bakery.running import PACKAGE, SERVICES
from tests.bakery.services.oven.events import LoafTurned

WRITERS, CHANGES, EVENTS = 8, 160, 2
SUBJECTS = [uuid.uuid4() for _ in range(12)]


@pytest.fixture
def sessions(database_server: DatabaseServer) -> Iterator[Sessions]:
    pool = engine(database_server.fresh(f"{PACKAGE}.oven"), pool_size=WRITERS + 2)
    yield Sessions("oven", pool, Contracts(SERVICES / "oven" / "contracts"))
    pool.dispose()


def write(sessions: Sessions, seed: int) -> None:
    chance = random.Random(seed)
    for _ in range(CHANGES):
        with sessions.writing() as session:
            loaf = chance.choice(SUBJECTS)
            outbox.record(session, [LoafTurned(loaf_id=loaf, turns=n) for n in range(EVENTS)])
            time.sleep(chance.random() * 0.004)
            session.commit()


def test_positions_have_no_gap_and_keep_each_subjects_order(sessions: Sessions) -> None:
    writers = [threading.Thread(target=write, args=(sessions, seed)) for seed in range(WRITERS)]
    cursor, missed_by_naive = 0, 0
    with sessions.engine.connect() as connection:
        epoch = outbox_line.lead(connection)
        for writer in writers:
            writer.start()
        naive: set[int] = set()
        while any(writer.is_alive() for writer in writers) or outbox_line.place(connection, epoch, 50):
            outbox_line.place(connection, epoch, 50)
            seen = connection.execute(text("SELECT seq FROM outbox WHERE seq > :c ORDER BY seq"), {"c": cursor})
            fresh = list(seen.scalars())
            connection.commit()
            naive.update(fresh)
            cursor = fresh[-1] if fresh else cursor
        rows = connection.execute(text("SELECT seq, position, subject, aggregateversion FROM outbox")).all()
        missed_by_naive = len({row.seq for row in rows} - naive)
    assert len(rows) == WRITERS * CHANGES * EVENTS
    assert sorted(row.position for row in rows) == list(range(1, len(rows) + 1))
    for loaf in SUBJECTS:
        mine = sorted((row.position, row.aggregateversion) for row in rows if row.subject == f"loaf/{loaf}")
        assert [version for _, version in mine] == list(range(1, len(mine) + 1))
    assert missed_by_naive > 0, "the race did not happen: a naive cursor saw everything"
