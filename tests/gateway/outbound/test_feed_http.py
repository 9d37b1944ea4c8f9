"""GET /v1/events as another system calls it: headers, cursors by link, statuses, and who sees what."""

import json
from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from flask import Flask
from sqlalchemy import Engine, insert, text

from gateway.outbound.log import LogWriter
from gateway.outbound.retention import forget_older
from gateway.outbound.tables import log_epoch
from tests.gateway.conftest import runtime_of
from tests.gateway.outbound.publisher import Publisher, audience_of, ids
from tests.gateway.people import Caller, People

VEGA, IBERIA = uuid4(), uuid4()


@pytest.fixture
def log(app: Flask) -> Iterator[LogWriter]:
    """The leader, on the application's own database."""
    engine: Engine = runtime_of(app).sessions.kw["bind"]
    with engine.begin() as connection:
        connection.execute(text("TRUNCATE event_log, log_epoch"))
    with engine.connect() as connection:
        writer = LogWriter(connection, audience_of)
        assert writer.lead()
        yield writer
        connection.invalidate()


@pytest.fixture
def staff(people: People) -> Caller:
    return people.sign_in("program_manager")


def partner(people: People, partner_id: UUID) -> Caller:
    return people.sign_in("partner_admin", partner_id=partner_id)


def test_a_page_is_an_array_of_events_with_a_link_to_the_next(log: LogWriter, staff: Caller, deals: Publisher) -> None:
    arrivals = [deals.arrival() for _ in range(3)]
    log.append(arrivals)
    page = staff.get("/events?limit=2&types=deal_registration.*")
    assert page.status_code == 200
    assert page.content_type == "application/cloudevents-batch+json"
    assert page.get_data() == b"[" + arrivals[0].body + b"," + arrivals[1].body + b"]"
    assert (page.headers["Prm-Log-Head"], page.headers["Prm-Log-Earliest"]) == ("3", "1")
    address = page.headers["Link"].removeprefix("</v1").partition(">")[0]
    rest = staff.get(address)
    assert ids(rest.get_data()) == [str(arrivals[2].id)]
    empty = staff.get(f"/events?types=deal_registration.*&cursor={rest.headers['Prm-Next-Cursor']}")
    assert json.loads(empty.get_data()) == []
    assert "Prm-Next-Cursor" in empty.headers
    assert "Link" in empty.headers


@pytest.mark.usefixtures("log")
def test_nobody_reads_without_signing_in(people: People) -> None:
    assert people.client.get("/v1/events").status_code == 401


def test_a_partner_sees_its_own_rows_alone(log: LogWriter, people: People, staff: Caller, deals: Publisher) -> None:
    own, other = (deals.arrival("deal_registration.approved.v1", partner_id=party) for party in (VEGA, IBERIA))
    log.append([own, other, deals.arrival("deal_registration.conflict_detected.v1", partner_id=VEGA)])
    assert ids(partner(people, VEGA).get("/events").get_data()) == [str(own.id)]
    assert ids(partner(people, IBERIA).get("/events?types=*").get_data()) == [str(other.id)]
    assert ids(partner(people, uuid4()).get(f"/events?subject={own.subject}").get_data()) == []
    assert len(ids(staff.get("/events").get_data())) == 3


@pytest.mark.usefixtures("log")
@pytest.mark.parametrize("query", ["limit=501", "wait=31", "types=a|b", "cursor=nonsense", "subject=%00"])
def test_a_question_the_feed_does_not_know_is_422(staff: Caller, query: str) -> None:
    answer = staff.get(f"/events?{query}")
    assert answer.status_code == 422
    assert answer.content_type == "application/problem+json"


def test_a_cursor_from_before_a_restore_is_409(log: LogWriter, app: Flask, staff: Caller, deals: Publisher) -> None:
    log.append([deals.arrival()])
    cursor = staff.get("/events").headers["Prm-Next-Cursor"]
    with runtime_of(app).sessions.begin() as session:
        session.execute(insert(log_epoch).values(epoch=2, identity="restored"))
    answer = staff.get(f"/events?cursor={cursor}")
    assert (answer.status_code, answer.json["code"]) == (409, "resync_required")


def test_a_cursor_older_than_the_log_is_410_and_names_the_earliest(
    log: LogWriter, app: Flask, staff: Caller, deals: Publisher
) -> None:
    log.append([deals.arrival() for _ in range(4)])
    cursor = staff.get("/events?limit=1").headers["Prm-Next-Cursor"]
    with runtime_of(app).sessions.begin() as session:
        session.execute(text("UPDATE event_log SET recorded_at = now() - interval '91 days' WHERE position < 4"))
    forget_older(runtime_of(app).sessions.kw["bind"], timedelta(days=90))
    answer = staff.get(f"/events?cursor={cursor}")
    assert (answer.status_code, answer.json["code"]) == (410, "cursor_too_old")
    assert answer.json["details"] == {"earliest": 4}


def test_only_staff_read_the_mailbox(people: People, staff: Caller) -> None:
    assert staff.get("/mailbox?to=nobody@x.example").json["items"] == []
    assert partner(people, VEGA).get("/mailbox").status_code == 403
