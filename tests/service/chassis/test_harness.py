"""The pipelines on a real PostgreSQL, through the harness that every service's tests use."""

import uuid
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import func, insert, select, text
from sqlalchemy.orm import Session

from chassis import clock, database, outbox, retention
from chassis.consumer import Outcome
from chassis.contracts import ContractError
from chassis.errors import ServiceError
from chassis.jobs import job
from chassis.migrate import migrate, revert
from chassis.testing import Harness, principal
from tests.bakery.services.oven.events import LoafBaked
from tests.bakery.services.oven.service import OvenService
from tests.bakery.services.oven.tables import loaf
from tests.bakery.services.shop.service import ShopService
from tests.bakery.services.shop.tables import diary


def opened(url: str, service_class: type) -> Iterator[Harness]:
    engine = database.engine(url, pool_size=3)
    yield Harness(service_class, engine)
    engine.dispose()


@pytest.fixture
def oven(service_database: Callable[[str], str]) -> Iterator[Harness]:
    yield from opened(service_database("tests.bakery.services.oven"), OvenService)


@pytest.fixture
def shop(service_database: Callable[[str], str]) -> Iterator[Harness]:
    yield from opened(service_database("tests.bakery.services.shop"), ShopService)


def count(harness: Harness, table: Any) -> int:
    with harness.sessions.reading() as session:
        return int(session.execute(select(func.count()).select_from(table)).scalar_one())


def test_a_change_and_its_event_commit_together(oven: Harness) -> None:
    with clock.frozen(datetime.fromisoformat("2026-02-03T04:05:06+00:00")):
        baker = principal("7", roles=["baker"])
        baked = oven.call("bake_loaf", {"flour": "rye"}, principal=baker)
    (event,) = oven.events("loaf.baked.v1")
    assert event["data"] == {"loaf_id": baked["loaf_id"], "flour": "rye"}
    assert event["time"] == "2026-02-03T04:05:06.000Z"
    assert event["actor"] == "person:7"
    assert event["aggregateversion"] == 1


def test_a_refused_change_leaves_neither_row_nor_event(oven: Harness) -> None:
    with pytest.raises(ServiceError) as refused:
        oven.call("turn_loaf", {"loaf_id": str(uuid.uuid4())}, command_id="k")
    assert refused.value.code == "loaf_not_found"
    assert oven.published() == []
    assert count(oven, database.command_log) == 0


def test_a_repeated_command_answers_the_same_and_does_nothing(oven: Harness) -> None:
    first = oven.call("bake_loaf", {"flour": "rye"}, command_id="k")
    assert oven.call("bake_loaf", {"flour": "rye"}, command_id="k") == first
    assert count(oven, loaf) == 1
    with pytest.raises(ServiceError) as refused:
        oven.call("bake_loaf", {"flour": "oat"}, command_id="k")
    assert refused.value.code == "idempotency_key_reused"


SEAL = "c2VhbGVkIHdpdGggdGhpcnR5LXR3byBieXRlcy4uLi4="


def kept_reply(oven: Harness) -> str:
    with oven.sessions.reading() as session:
        return str(session.scalar(select(database.command_log.c.reply)))


def test_a_secret_of_a_reply_is_told_again_to_its_caller_and_never_kept(oven: Harness) -> None:
    first = oven.call("lock_oven", command_id="k", seal_key=SEAL)
    assert first["combination"] not in kept_reply(oven)
    assert first["door"] in kept_reply(oven)
    assert oven.call("lock_oven", command_id="k", seal_key=SEAL) == first


@pytest.mark.parametrize("other", [None, "YW5vdGhlciBrZXkgb2YgdGhpcnR5LXR3byBieXRlcy4=", "no key at all"])
def test_without_its_key_a_repetition_is_answered_without_the_secret(oven: Harness, other: str | None) -> None:
    first = oven.call("lock_oven", command_id="k", seal_key=SEAL)
    again = oven.call("lock_oven", command_id="k", seal_key=other)
    assert again == {**first, "combination": None}


def test_a_secret_is_not_kept_at_all_where_the_caller_gave_no_key(oven: Harness) -> None:
    first = oven.call("lock_oven", command_id="k")
    assert first["combination"] not in kept_reply(oven)


def test_a_broken_contract_aborts_the_change(oven: Harness) -> None:
    with oven.sessions.writing() as session:
        session.execute(insert(loaf), {"loaf_id": uuid.uuid4(), "flour": "rye", "turns": 0})
        with pytest.raises(ContractError):
            outbox.record(session, [LoafBaked(loaf_id=uuid.uuid4(), flour=3)])  # type: ignore[arg-type]
    assert count(oven, loaf) == 0


def test_versions_of_a_subject_count_across_transactions_and_within_one(oven: Harness) -> None:
    first, second = uuid.uuid4(), uuid.uuid4()
    for subjects in ([first, second, first], [first], [second, first]):
        with oven.sessions.writing() as session:
            outbox.record(session, [LoafBaked(loaf_id=subject, flour="rye") for subject in subjects])
            session.commit()
    found = [(event["subject"], event["aggregateversion"]) for event in oven.events()]
    assert [version for subject, version in found if subject == f"loaf/{first}"] == [1, 2, 3, 4]
    assert [version for subject, version in found if subject == f"loaf/{second}"] == [1, 2]


def test_a_delivery_takes_effect_once_and_older_ones_never(shop: Harness) -> None:
    data = {"loaf_id": str(uuid.uuid4())}
    about = {"subject": f"loaf/{data['loaf_id']}"}
    assert shop.deliver("oven", "loaf.baked.v1", data, event_id="e2", version=2, **about) is Outcome.DONE
    assert shop.deliver("oven", "loaf.baked.v1", data, event_id="e2", version=2, **about) is Outcome.DUPLICATE
    assert shop.deliver("oven", "loaf.baked.v1", data, event_id="e1", version=1, **about) is Outcome.STALE
    assert shop.deliver("oven", "loaf.eaten.v1", data) is Outcome.IGNORED
    assert count(shop, diary) == 1


def test_a_duplicate_has_no_effect_long_after_its_inbox_row_is_gone(shop: Harness) -> None:
    data = {"loaf_id": str(uuid.uuid4())}
    shop.deliver("oven", "loaf.baked.v1", data, event_id="e", subject="loaf/1", version=1)
    with shop.sessions.writing() as session:
        session.execute(text("UPDATE inbox SET received_at = now() - interval '91 days'"))
        session.commit()
    assert shop.run_job(retention.forget_received_events) == 1
    assert shop.deliver("oven", "loaf.baked.v1", data, event_id="e", subject="loaf/1", version=1) is Outcome.STALE


def test_a_failed_handler_leaves_no_trace_so_that_it_can_be_tried_again(shop: Harness) -> None:
    data = {"loaf_id": str(uuid.uuid4())}
    with shop.sessions.writing() as session:
        session.execute(text("INSERT INTO fault VALUES ('loaf/1', 1)"))
        session.commit()
    with pytest.raises(RuntimeError, match="planted"):
        shop.deliver("oven", "loaf.baked.v1", data, event_id="e", subject="loaf/1", version=1)
    assert count(shop, database.inbox) == 0
    with shop.sessions.writing() as session:
        session.execute(text("DELETE FROM fault"))
        session.commit()
    assert shop.deliver("oven", "loaf.baked.v1", data, event_id="e", subject="loaf/1", version=1) is Outcome.DONE


def test_a_job_runs_in_batches_until_nothing_is_left(oven: Harness) -> None:
    for _ in range(3):
        oven.call("bake_loaf", {"flour": "rye"})

    @job(every=1)
    def eat_one(session: Session, now: datetime) -> int:
        one = "DELETE FROM loaf WHERE loaf_id = (SELECT loaf_id FROM loaf LIMIT 1 FOR UPDATE SKIP LOCKED) RETURNING 1"
        return len(session.execute(text(one)).all())

    assert oven.run_job(eat_one) == 3
    assert count(oven, loaf) == 0


def test_published_events_and_old_commands_are_forgotten_and_nothing_else(oven: Harness) -> None:
    for key in ("old", "new"):
        oven.call("bake_loaf", {"flour": "rye"}, command_id=key)
    with oven.sessions.writing() as session:
        session.execute(text("UPDATE outbox SET published_at = now() - interval '8 days' WHERE seq = 1"))
        session.execute(text("UPDATE command_log SET executed_at = now() - interval '9 days' WHERE command_id = 'old'"))
        session.commit()
    assert oven.run_job(retention.forget_published_events) == 1
    assert oven.run_job(retention.forget_executed_commands) == 1
    assert count(oven, database.outbox) == count(oven, database.command_log) == 1


def test_migrations_go_down_and_up_again(service_database: Callable[[str], str]) -> None:
    url = service_database("tests.bakery.services.oven")
    revert("tests.bakery.services.oven", url)
    migrate("tests.bakery.services.oven", url)
    migrate("tests.bakery.services.oven", url)


def test_only_psycopg2_is_accepted() -> None:
    assert database.psycopg2_url("postgresql://u:p@h/d").startswith("postgresql+psycopg2://")
    with pytest.raises((SystemExit, ModuleNotFoundError)):
        database.engine("postgresql+pg8000://u:p@h/d")
