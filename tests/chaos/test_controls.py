"""Negative controls: with one promise taken out of the chassis, the judge must find the fault."""

import time
import uuid

from chassis import outbox
from chassis.contracts import Contracts
from chassis.database import Sessions, engine
from tests.bakery.running import SERVICES, Bakery, wait_for
from tests.bakery.services.oven.events import LoafBaked
from tests.chaos.history import Customer, judge, quiesce


def trade(bakery: Bakery, name: str, control: str, crash_at: str) -> dict[str, list[str]]:
    """A short run in which the changed process dies once; what the judge finds."""
    for other in {"oven", "shop", "relay-oven"} - {name}:
        bakery[other].start(wait=False)
    bakery[name].control = ("tests.chaos.controls", control)
    bakery[name].start(wait=False, CRASH_AT=crash_at)
    customer = Customer(bakery, loaves=5, turns=2)
    customer.start()
    assert bakery[name].exit_code(60) == 137
    bakery[name].start()
    customer.join(60)
    quiesce(bakery, late=10)
    return dict(judge(bakery, customer.answers).wrong)


def test_without_an_inbox_a_crash_makes_a_second_effect(bakery: Bakery) -> None:
    assert "I3" in trade(bakery, "shop", "no-inbox", "consumer.after_commit:3")


def test_an_acknowledgement_before_the_commit_loses_an_event(bakery: Bakery) -> None:
    assert "I1" in trade(bakery, "shop", "ack-before-commit", "consumer.after_effect:3")


def overtaken_commit(bakery: Bakery) -> None:
    """One writer inserts first and commits last."""
    pool = engine(bakery.databases["oven"], pool_size=2)
    sessions = Sessions("oven", pool, Contracts(SERVICES / "oven" / "contracts"))
    slow, fast = uuid.uuid4(), uuid.uuid4()
    with sessions.writing() as first, sessions.writing() as second:
        outbox.record(first, [LoafBaked(loaf_id=slow, flour="slow")])
        outbox.record(second, [LoafBaked(loaf_id=fast, flour="fast")])
        second.commit()
        wait_for(lambda: bakery.rows("shop", "SELECT 1 FROM diary WHERE subject = :s", s=f"loaf/{fast}"))
        first.commit()
    pool.dispose()
    time.sleep(2)


def applied(bakery: Bakery) -> int:
    return int(bakery.value("shop", "SELECT count(*) FROM diary"))


def test_a_cursor_of_insert_time_misses_a_late_commit(bakery: Bakery) -> None:
    bakery["relay-oven"].control = ("tests.chaos.controls", "insert-time-cursor")
    bakery.start("shop", "relay-oven")
    overtaken_commit(bakery)
    assert applied(bakery) == 1


def test_the_relays_own_position_misses_nothing(bakery: Bakery) -> None:
    bakery.start("shop", "relay-oven")
    overtaken_commit(bakery)
    assert applied(bakery) == 2
