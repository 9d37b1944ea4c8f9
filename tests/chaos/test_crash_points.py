"""Every step of the writer, the relay and the consumer, each killed once just after it: all invariants still hold."""

import pytest

from tests.bakery.running import Bakery, wait_for
from tests.chaos.history import Customer, judge, quiesce

POINTS = {
    "oven": ("writer.before_outbox", "writer.after_outbox", "writer.before_commit", "writer.after_commit"),
    "relay-oven": (
        "relay.after_place",
        "relay.after_select",
        "relay.after_publish",
        "relay.after_confirm",
        "relay.after_mark",
    ),
    "shop": (
        "consumer.after_receive",
        "consumer.after_inbox",
        "consumer.after_effect",
        "consumer.after_commit",
        "consumer.after_ack",
        "consumer.after_note",
        "consumer.after_letter",
        "consumer.before_release",
    ),
}
ALL = [(process, point) for process, points in POINTS.items() for point in points]
AFTER_A_FAILURE = ("consumer.after_note", "consumer.after_letter", "consumer.before_release")


@pytest.mark.parametrize(("name", "point"), ALL, ids=[point for _, point in ALL])
def test_a_crash_at_this_point_breaks_no_promise(bakery: Bakery, name: str, point: str) -> None:
    customer = Customer(bakery, loaves=5, turns=2)
    for other in {"oven", "shop", "relay-oven"} - {name}:
        bakery[other].start(wait=False)
    bakery[name].start(wait=False, CRASH_AT=f"{point}:{1 if point in AFTER_A_FAILURE else 3}")
    if point in AFTER_A_FAILURE:
        plant_fault_for_the_first_loaf(bakery)
    customer.start()
    if point == "consumer.before_release":
        wait_for(lambda: bakery.rows("shop", "SELECT 1 FROM waiting_event WHERE state = 'parked'"))
        mend(bakery)
    assert bakery[name].exit_code(60) == 137
    mend(bakery)
    bakery[name].start()
    customer.join(60)
    assert not customer.is_alive()
    quiesce(bakery)
    assert dict(judge(bakery, customer.answers).wrong) == {}
    assert len(customer.answers) == 15


def mend(bakery: Bakery) -> None:
    bakery.change("shop", "DROP TRIGGER IF EXISTS stumble ON diary")


def plant_fault_for_the_first_loaf(bakery: Bakery) -> None:
    """The second event of whatever subject comes first fails until the trigger is dropped."""
    bakery.change(
        "shop",
        """CREATE OR REPLACE FUNCTION stumble() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF NEW.version = 2 AND NEW.subject = (SELECT subject FROM diary ORDER BY entry LIMIT 1) THEN
                RAISE EXCEPTION 'a planted fault';
            END IF;
            RETURN NEW;
        END $$""",
    )
    bakery.change("shop", "CREATE TRIGGER stumble BEFORE INSERT ON diary FOR EACH ROW EXECUTE FUNCTION stumble()")
