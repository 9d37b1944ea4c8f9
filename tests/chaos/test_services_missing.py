"""Any one of the five services stops in the middle of the day: the others go on, pages say what is missing.

Afterwards every reader has applied every event, and what it made of them is what a rebuild makes.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import TypeVar

import pytest

from chassis.rebuild import made_of_events
from chassis.service_class import load_service
from deploy.local.catalogue import SERVICES
from tests.chaos.business import Business, Readers, stopped
from tests.chaos.page import Read
from tests.running_suite import RunningSuite, wait_for

Found = TypeVar("Found")
PAGE_LIMIT_S = 5.0  # 2.5 s are waited for a part; the rest is for the machine the test runs on.
ANSWER_LIMIT_S = 6.0
FIRST_PAGES = (("partner_a", "/"), ("staff", "/console"))
# Who looks, where, and whose answers that page cannot do without.
PAGES = {
    ("partner_a", "/deals"): {"deals"},
    ("partner_a", "/learning"): {"enablement"},
    ("partner_a", "/certificates"): {"enablement"},
    ("partner_a", "/library"): {"content"},
    ("partner_a", "/shares"): {"content"},
    ("partner_a", "/scorecard"): {"metrics"},
    ("partner_a", "/team"): {"partners"},
    ("partner_a", "/settings"): set(),
    ("staff", "/console/partners"): {"partners"},
    ("staff", "/console/deals"): {"deals"},
    ("staff", "/console/courses"): {"enablement"},
    ("staff", "/console/content"): {"content"},
    ("staff", "/console/dashboards"): {"metrics"},
}
# What the two first pages call the parts that a service fills: each says that it is missing, and no other does.
HOME = {
    "partners": {"First steps"},
    "deals": {"Numbers", "What to do next", "Waiting for a decision", "Your protected deals", "Latest deals"},
    "enablement": {"Learning", "Certificates that end soon"},
    "content": {"New in the library"},
    "metrics": {"Our numbers this quarter"},
}
OVERVIEW = {
    "partners": {"Next to decide", "Applications waiting"},
    "deals": {"Numbers", "Next to decide", "Protection ends soon"},
    "enablement": set[str](),
    "content": set[str](),
    "metrics": set[str](),
}
REBUILT = [service for service in SERVICES if made_of_events(load_service(f"services.{service}"))]


@pytest.fixture(scope="module")
def business(suite: RunningSuite) -> Business:
    """Everything works before anything is stopped."""
    suite.wait_healthy()
    known = Business(suite)
    for service in SERVICES:
        answer = known.do(service)
        assert answer.ok, f"{service}: {answer.status_code} {answer.text[:500]}"
    for who, path in (*PAGES, *FIRST_PAGES):
        _comes_to(lambda who=who, path=path: _missing(known, who, path), set())  # type: ignore[misc]
    return known


@pytest.fixture
def settled(suite: RunningSuite) -> Iterator[Readers]:
    readers = Readers(suite)
    yield readers
    suite.wait_healthy()
    wait_for(lambda: not readers.missing(), limit_s=90)


@pytest.mark.timeout(600)
@pytest.mark.parametrize("service", SERVICES)
def test_the_others_go_on_without(service: str, suite: RunningSuite, business: Business, settled: Readers) -> None:
    with stopped(suite, service):
        started = time.monotonic()
        refused = business.do(service)
        assert (refused.status_code, bool(refused.headers.get("Retry-After"))) == (503, True), refused.text
        assert time.monotonic() - started < ANSWER_LIMIT_S
        for other in SERVICES:
            if other != service:
                answer = business.do(other)
                assert answer.ok, f"{other} without {service}: {answer.status_code} {answer.text[:500]}"
        _comes_to(lambda: _incomplete(business), {place for place, needs in PAGES.items() if service in needs})
        _comes_to(lambda: _missing(business, "partner_a", "/"), HOME[service])
        _comes_to(lambda: _missing(business, "staff", "/console"), OVERVIEW[service])
        services = Read(business.look("staff", "/console").text).section("Services")
        assert f"{service.capitalize()} service Silent" in services
    wait_for(lambda: business.do(service).ok, limit_s=60)


@pytest.mark.nightly
@pytest.mark.timeout(1200)
@pytest.mark.parametrize("service", SERVICES)
def test_five_minutes_without_lose_nothing(
    service: str, suite: RunningSuite, business: Business, settled: Readers
) -> None:
    with stopped(suite, service):
        until = time.monotonic() + 300
        while time.monotonic() < until:
            assert all(business.do(other).ok for other in SERVICES if other != service)
            time.sleep(5)
    wait_for(lambda: business.do(service).ok, limit_s=60)


@pytest.mark.timeout(900)
@pytest.mark.parametrize("service", REBUILT)
def test_what_was_made_of_events_is_what_a_rebuild_makes(
    service: str, suite: RunningSuite, business: Business, settled: Readers
) -> None:
    """Of everything that any test did to this suite so far, the stops among it."""
    before, after = settled.around(lambda: settled.dump(service), lambda: settled.rebuild(service))
    assert before
    assert after == before


@pytest.mark.timeout(900)
def test_partners_takes_nothing_twice_when_everything_is_sent_again(
    suite: RunningSuite, business: Business, settled: Readers
) -> None:
    """It makes nothing of events alone: its lists are what they are because each event was taken once."""
    before, after = settled.around(settled.lists, lambda: settled.send_again("partners"))
    assert before
    assert after == before


def _comes_to(look: Callable[[], set[Found]], wanted: set[Found]) -> None:
    """A part that is late is missing, too, and a busy machine makes one late: then look again."""
    with suppress(TimeoutError):
        wait_for(lambda: look() == wanted, limit_s=60)
    assert look() == wanted


def _missing(business: Business, who: str, path: str) -> set[str]:
    """What the missing parts of a whole page are called."""
    page = business.look(who, path)
    assert page.status_code == 200, path
    return {part.name for part in Read(page.text).missing()}


def _incomplete(business: Business) -> set[tuple[str, str]]:
    """The pages that are not whole; each answers in time, and its missing parts say so and can be tried again."""
    found = set()
    for who, path in PAGES:
        started = time.monotonic()
        page = business.look(who, path)
        assert time.monotonic() - started < PAGE_LIMIT_S, path
        assert page.status_code in {200, 503}, path
        missing = Read(page.text).missing()
        for part in missing:
            assert [bool(sentence) for sentence in part.sentences] == [True, True], f"{path}: {part}"
            assert part.again.partition("?")[0] == path, f"{path}: {part}"
        if missing or page.status_code != 200:
            found.add((who, path))
    return found
