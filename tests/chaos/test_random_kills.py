"""Twenty process kills and one of the broker at random moments, more than a thousand events: no promise is broken."""

import os
import random
import time

import pytest

from tests.bakery.running import Bakery, wait_for
from tests.chaos.history import Customer, judge, quiesce

KILLS = 20
CUSTOMERS, LOAVES, TURNS = 5, 42, 4
VICTIMS = ("oven", "shop", "relay-oven")


def serve_the_rest(bakery: Bakery, customers: list[Customer], seed: int) -> None:
    """Until everybody has been answered; a process that ended by itself starts again, as under the supervisor."""
    until = time.monotonic() + 300
    while any(customer.is_alive() for customer in customers):
        for name in VICTIMS:
            if not bakery[name].running:
                bakery[name].start(wait=False)
        last_words = bakery["oven"].log.read_text()[-4000:]
        ready = bakery["oven"].answers("/readyz")
        assert time.monotonic() < until, f"a customer still waits (seed {seed}); oven ready: {ready}\n{last_words}"
        time.sleep(1)


@pytest.mark.timeout(900)
def test_no_promise_is_broken_by_random_kills(bakery: Bakery) -> None:
    seed = int(os.environ.get("PRM_CHAOS_SEED", time.time_ns() % 1_000_000))
    chance = random.Random(seed)
    bakery.start(*VICTIMS)
    customers = [Customer(bakery, LOAVES, TURNS) for _ in range(CUSTOMERS)]
    for customer in customers:
        customer.start()
    for kill in range(KILLS):
        time.sleep(chance.uniform(0.1, 0.6))
        victim = bakery[chance.choice(VICTIMS)]
        wait_for(victim.ready, 60)
        victim.kill()
        victim.start(wait=False)
        if kill == KILLS // 2:
            bakery.broker.kill()
            time.sleep(0.5)
            bakery.broker.start_again()
    serve_the_rest(bakery, customers, seed)
    quiesce(bakery, 120)
    answers = {key: answer for customer in customers for key, answer in customer.answers.items()}
    assert bakery.value("oven", "SELECT count(*) FROM outbox") >= 1000
    assert dict(judge(bakery, answers).wrong) == {}, f"seed {seed}"
