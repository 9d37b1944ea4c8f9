"""The feed's long poll: woken at once, bounded, and without a database connection."""

import threading
import time
from uuid import UUID

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session, sessionmaker

from gateway.outbound.feed import Feed, Page, Question
from gateway.outbound.log import LogWriter
from gateway.outbound.wakeup import Wakeup
from tests.gateway.outbound.publisher import Publisher, ids

SECRET = "s" * 32


@pytest.fixture
def feed(sessions: sessionmaker[Session], database_url: str) -> Feed:
    return Feed(sessions, Wakeup(database_url, waiters=2), SECRET)


def ask(partner_id: UUID | None = None, **values: str) -> Question:
    return Question.read(values, partner_id)


def wait_for_a_page(feed: Feed, question: Question, woken: list[tuple[float, Page]]) -> None:
    page = feed.page(question)
    woken.append((time.monotonic(), page))


def test_a_waiting_reader_gets_an_event_at_once(feed: Feed, writer: LogWriter, deals: Publisher) -> None:
    cursor = feed.page(ask(cursor="latest")).next_cursor
    delays = []
    for _ in range(20):
        woken: list[tuple[float, Page]] = []
        reader = threading.Thread(target=wait_for_a_page, args=(feed, ask(cursor=cursor, wait="10"), woken))
        reader.start()
        time.sleep(0.05)
        arrival = deals.arrival()
        at = time.monotonic()
        writer.append([arrival])
        reader.join()
        woke, page = woken[0]
        assert ids(page.body) == [str(arrival.id)]
        delays.append(woke - at)
        cursor = page.next_cursor
    assert sorted(delays)[len(delays) // 2] < 0.3


def test_a_waiting_reader_sleeps_through_what_it_did_not_ask_for(
    feed: Feed, writer: LogWriter, deals: Publisher, partners: Publisher
) -> None:
    pages = []
    reader = threading.Thread(target=lambda: pages.append(feed.page(ask(types="partner.*", wait="10"))))
    reader.start()
    for _ in range(3):
        time.sleep(0.05)
        writer.append([deals.arrival()])
    wanted = partners.arrival("partner.activated.v1")
    writer.append([wanted])
    reader.join()
    assert ids(pages[0].body) == [str(wanted.id)]


def test_a_wait_ends_on_time_with_an_empty_page(feed: Feed) -> None:
    begun = time.monotonic()
    assert feed.page(ask(wait="1")).count == 0
    assert 0.9 < time.monotonic() - begun < 5


def test_more_waiters_than_places_are_answered_at_once(feed: Feed) -> None:
    waiting = [threading.Thread(target=lambda: feed.page(ask(wait="1"))) for _ in range(2)]
    for thread in waiting:
        thread.start()
    time.sleep(0.3)
    begun = time.monotonic()
    assert feed.page(ask(wait="30")).count == 0
    assert time.monotonic() - begun < 5
    for thread in waiting:
        thread.join()


def test_waiters_hold_no_connection_of_the_pool(feed: Feed, engine: Engine) -> None:
    thread = threading.Thread(target=lambda: feed.page(ask(wait="1")))
    thread.start()
    time.sleep(0.4)
    assert engine.pool.checkedout() == 0  # type: ignore[attr-defined]
    thread.join()
