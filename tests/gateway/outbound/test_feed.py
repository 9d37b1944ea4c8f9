"""GET /v1/events without Flask: order, cursors, filters, who reads what, and the long poll."""

import json
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import Engine, insert, text
from sqlalchemy.orm import Session, sessionmaker

from chassis.database import uuid7
from chassis.errors import ServiceError
from gateway.outbound.feed import Feed, Question
from gateway.outbound.log import LogWriter
from gateway.outbound.retention import forget_older
from gateway.outbound.tables import log_epoch
from gateway.outbound.wakeup import Wakeup
from tests.gateway.outbound.publisher import AT, Publisher, ids

SECRET = "s" * 32
VEGA, IBERIA = uuid7(), uuid7()
EVERY_TYPE = {
    "deal_registration.approved.v1",
    "application.approved.v1",
    "partner.activated.v1",
    "partner.activated.v2",
}


@pytest.fixture
def feed(sessions: sessionmaker[Session], database_url: str) -> Feed:
    return Feed(sessions, Wakeup(database_url, waiters=2), SECRET)


def ask(partner_id: UUID | None = None, **values: str) -> Question:
    return Question.read(values, partner_id)


def refusal(feed: Feed, question: Question) -> ServiceError:
    with pytest.raises(ServiceError) as caught:
        feed.page(question)
    return caught.value


def test_an_empty_log_answers_an_empty_page_with_a_cursor(feed: Feed) -> None:
    page = feed.page(ask())
    assert (page.body, page.head, page.earliest) == (b"[]", 0, 1)
    assert feed.page(ask(cursor=page.next_cursor)).body == b"[]"


def test_pages_follow_each_other_without_a_hole_or_a_repeat(feed: Feed, writer: LogWriter, deals: Publisher) -> None:
    arrivals = [deals.arrival() for _ in range(23)]
    writer.append(arrivals)
    seen, cursor = [], "earliest"
    while (page := feed.page(ask(cursor=cursor, limit="5"))).count:
        seen += ids(page.body)
        cursor = page.next_cursor
    assert seen == [str(arrival.id) for arrival in arrivals]


def test_every_event_is_given_in_the_very_bytes_that_were_published(
    feed: Feed, writer: LogWriter, deals: Publisher
) -> None:
    arrival = deals.arrival(data={"city": "A Coruña", "n": 1.10})
    writer.append([arrival])
    assert feed.page(ask()).body == b"[" + arrival.body + b"]"


def test_latest_starts_at_the_end(feed: Feed, writer: LogWriter, deals: Publisher) -> None:
    writer.append([deals.arrival()])
    page = feed.page(ask(cursor="latest"))
    assert page.count == 0
    new = deals.arrival()
    writer.append([new])
    assert ids(feed.page(ask(cursor=page.next_cursor)).body) == [str(new.id)]


def test_a_time_starts_at_the_first_event_from_then_on(feed: Feed, writer: LogWriter, deals: Publisher) -> None:
    arrivals = [deals.arrival(time=AT + timedelta(minutes=minute)) for minute in range(5)]
    writer.append(arrivals)
    start = f"time:{(AT + timedelta(minutes=3)).isoformat()}"
    assert ids(feed.page(ask(cursor=start)).body) == [str(arrival.id) for arrival in arrivals[3:]]
    assert feed.page(ask(cursor="time:2030-01-01T00:00:00Z")).count == 0


@pytest.mark.parametrize("start", ["time:", "time:yesterday", "time:2026-03-02T09:00:00", "time:9999999"])
def test_a_time_without_a_zone_or_a_sense_is_refused(feed: Feed, start: str) -> None:
    assert refusal(feed, ask(cursor=start)).code == "validation_failed"


@pytest.mark.parametrize(
    ("types", "matched"),
    [
        ("deal_registration.approved.v1", {"deal_registration.approved.v1"}),
        ("partner.*.v1", {"partner.activated.v1"}),
        ("partner.*", {"partner.activated.v1", "partner.activated.v2"}),
        ("*.approved.v1", {"deal_registration.approved.v1", "application.approved.v1"}),
        (
            "*",
            {
                "deal_registration.approved.v1",
                "application.approved.v1",
                "partner.activated.v1",
                "partner.activated.v2",
            },
        ),
        ("partner.*.v2, application.approved.v1", {"partner.activated.v2", "application.approved.v1"}),
        ("partner.activated", set()),
        ("artner.*", set()),
    ],
)
def test_types_are_names_or_patterns(
    feed: Feed, writer: LogWriter, deals: Publisher, partners: Publisher, types: str, matched: set[str]
) -> None:
    writer.append([deals.arrival("deal_registration.approved.v1"), partners.arrival("application.approved.v1")])
    writer.append([partners.arrival("partner.activated.v1"), partners.arrival("partner.activated.v2")])
    found = {event["type"] for event in json.loads(feed.page(ask(types=types)).body)}
    assert found == matched


@pytest.mark.parametrize("types", ["partner.(a|b)", "a..b", ".a", "%", "partner.activated.v1;", "Partner.x", "a b"])
def test_other_signs_in_types_are_refused(types: str) -> None:
    with pytest.raises(ServiceError) as caught:
        ask(types=types)
    assert caught.value.details["fields"][0]["pointer"] == "/types"


def test_one_subject_can_be_followed(feed: Feed, writer: LogWriter, deals: Publisher) -> None:
    mine = deals.arrival(subject="deal_registration/1")
    writer.append([deals.arrival(), mine, deals.arrival()])
    assert ids(feed.page(ask(subject="deal_registration/1")).body) == [str(mine.id)]


@pytest.mark.parametrize("values", [{"limit": "501"}, {"limit": "0"}, {"limit": "x"}, {"wait": "31"}, {"wait": "-1"}])
def test_bounds_are_kept(values: dict[str, str]) -> None:
    with pytest.raises(ServiceError) as caught:
        ask(**values)
    assert caught.value.kind == "invalid"


def test_a_subject_that_no_text_column_can_hold_is_refused() -> None:
    with pytest.raises(ServiceError):
        ask(subject="a\x00b")


def test_a_partner_reads_its_own_events_for_partners_and_no_other(
    feed: Feed, writer: LogWriter, deals: Publisher, partners: Publisher
) -> None:
    own = deals.arrival("deal_registration.approved.v1", partner_id=VEGA)
    writer.append(
        [
            deals.arrival("deal_registration.approved.v1", partner_id=IBERIA),
            deals.arrival("deal_registration.conflict_detected.v1", partner_id=VEGA),
            own,
            partners.arrival("application.approved.v1"),
            partners.arrival("partner.activated.v1"),
        ]
    )
    assert ids(feed.page(ask(VEGA)).body) == [str(own.id)]
    assert feed.page(ask()).count == 5


def test_a_partner_gets_nothing_more_by_asking_for_it(feed: Feed, writer: LogWriter, deals: Publisher) -> None:
    other = deals.arrival("deal_registration.approved.v1", partner_id=IBERIA)
    writer.append([other])
    for values in (
        {"types": "*"},
        {"subject": other.subject},
        {"types": other.type},
        {"cursor": f"time:{AT.isoformat()}"},
    ):
        assert feed.page(ask(VEGA, **values)).count == 0


def test_a_cursor_of_staff_opens_nothing_for_a_partner(feed: Feed) -> None:
    cursor = feed.page(ask()).next_cursor
    assert refusal(feed, ask(VEGA, cursor=cursor)).code == "cursor_invalid"


def test_a_cursor_is_refused_under_another_filter(feed: Feed) -> None:
    cursor = feed.page(ask(types="partner.*")).next_cursor
    assert refusal(feed, ask(types="deal_registration.*", cursor=cursor)).code == "cursor_invalid"
    assert feed.page(ask(types="partner.*", cursor=cursor)).count == 0


def test_an_empty_filtered_page_still_moves_the_cursor_to_the_head(
    feed: Feed, writer: LogWriter, engine: Engine, deals: Publisher
) -> None:
    writer.append([deals.arrival() for _ in range(50)])
    page = feed.page(ask(types="partner.*"))
    assert page.count == 0
    with engine.begin() as connection:
        connection.execute(text("DELETE FROM event_log WHERE position < 50"))
    assert feed.page(ask(types="partner.*", cursor=page.next_cursor)).count == 0


def test_a_cursor_of_an_earlier_life_of_the_log_must_start_again(
    feed: Feed, writer: LogWriter, engine: Engine, deals: Publisher
) -> None:
    writer.append([deals.arrival()])
    cursor = feed.page(ask()).next_cursor
    with engine.begin() as connection:
        connection.execute(insert(log_epoch).values(epoch=2, identity="restored"))
    error = refusal(feed, ask(cursor=cursor))
    assert (error.kind, error.code) == ("conflict", "resync_required")


def test_a_cursor_beyond_the_head_must_start_again(
    feed: Feed, writer: LogWriter, engine: Engine, deals: Publisher
) -> None:
    writer.append([deals.arrival() for _ in range(3)])
    cursor = feed.page(ask()).next_cursor
    with engine.begin() as connection:
        connection.execute(text("DELETE FROM event_log WHERE position = 3"))
    assert refusal(feed, ask(cursor=cursor)).code == "resync_required"


def test_a_cursor_before_what_is_kept_is_too_old(
    feed: Feed, writer: LogWriter, engine: Engine, deals: Publisher
) -> None:
    writer.append([deals.arrival() for _ in range(10)])
    old, newer = (feed.page(ask(limit=limit)).next_cursor for limit in ("2", "6"))
    with engine.begin() as connection:
        connection.execute(text("UPDATE event_log SET recorded_at = now() - interval '91 days' WHERE position <= 6"))
    forget_older(engine, timedelta(days=90))
    error = refusal(feed, ask(cursor=old))
    assert error.code == "cursor_too_old"
    assert error.details == {"earliest": 7}
    assert feed.page(ask(cursor=newer)).count == 4
    assert feed.page(ask()).count == 4


def test_the_newest_event_is_never_forgotten(writer: LogWriter, engine: Engine, deals: Publisher) -> None:
    writer.append([deals.arrival() for _ in range(5)])
    with engine.begin() as connection:
        connection.execute(text("UPDATE event_log SET recorded_at = now() - interval '1 year'"))
    forget_older(engine, timedelta(days=90))
    assert writer.append([deals.arrival()]).head == 6
