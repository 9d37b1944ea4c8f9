"""Business goes on while a service makes anew what it keeps of events, and none of it is lost or counted twice."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
import requests

from tests.chaos.business import Business, Readers
from tests.running_suite import RunningSuite, wait_for


class Seller:
    """Registers one deal after the other until told to stop."""

    def __init__(self, business: Business) -> None:
        self._business = business
        self.answers: list[requests.Response] = []
        self.stop = threading.Event()

    def work(self) -> None:
        while not self.stop.is_set():
            self.answers.append(self._business.do("deals"))

    def has_registered_more_than(self, number: int) -> bool:
        return len(self.answers) > number


@pytest.fixture
def seller(suite: RunningSuite) -> Iterator[Seller]:
    suite.wait_healthy()
    found = Seller(Business(suite))
    with ThreadPoolExecutor(1) as pool:
        working = pool.submit(found.work)
        wait_for(lambda: found.has_registered_more_than(0), limit_s=90)
        yield found
        found.stop.set()
    working.result()


@pytest.mark.timeout(600)
def test_metrics_are_made_anew_while_deals_are_registered(suite: RunningSuite, seller: Seller) -> None:
    readers = Readers(suite)
    registered = len(seller.answers)
    readers.rebuild("metrics")
    assert seller.has_registered_more_than(registered)
    seller.stop.set()
    live, rebuilt = readers.around(lambda: readers.dump("metrics"), lambda: readers.rebuild("metrics"))
    assert [answer.text for answer in seller.answers if not answer.ok] == []
    assert all(answer.json()["deal_registration_id"] in live for answer in seller.answers)
    assert live == rebuilt
