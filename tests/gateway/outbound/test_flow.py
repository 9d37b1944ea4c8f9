"""What people who watch look at: how fresh the log is by source, and letters that failed and are sent again."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from chassis import clock
from chassis.database import uuid7
from chassis.errors import ServiceError
from gateway.identity import accounts
from gateway.outbound import flow, mail
from gateway.outbound.log import LogWriter
from gateway.outbound.tables import event_log
from tests.gateway.outbound.office import ANA, VEGA, Office, Services, fact, partner_fact
from tests.gateway.outbound.publisher import AT, Publisher

WORDS = {
    "number": "D-20417",
    "customer": "Molinos del Sur SA",
    "text": None,
    "decide_by": None,
    "protected_until": None,
}


def test_the_newest_event_and_the_usual_delay_are_told_by_source(
    office: Office, writer: LogWriter, deals: Publisher, partners: Publisher
) -> None:
    writer.append([deals.arrival(data=fact()), deals.arrival(data=fact()), partners.arrival("partner.activated.v1")])
    with office.sessions.begin() as session:
        session.execute(update(event_log).values(recorded_at=AT + timedelta(seconds=2)))
        found = flow.freshness(session)
    assert [(one["source"], one["newest_at"]) for one in found["sources"]] == [("deals", AT), ("partners", AT)]
    assert {float(one["usual_delay_seconds"]) for one in found["sources"]} == {2.0}
    assert (found["head"], found["readers_behind"]) == (3, 0)
    office.work()


def test_an_empty_log_is_no_failure(office: Office) -> None:
    with office.sessions.begin() as session:
        found = flow.freshness(session)
    assert (found["head"], found["sources"], found["letters_failed"]) == (0, [], 0)


def test_a_letter_that_failed_is_listed_without_its_words_and_goes_out_when_sent_again(
    office: Office, services: Services
) -> None:
    stranger = uuid7()
    with office.sessions.begin() as session:
        mail.queue(session, "deal_registration_lapsed", f"person:{stranger}", "en", {**WORDS, "link": "secret"})
    office.work()
    assert office.statuses() == ["failed"]
    with office.sessions.begin() as session:
        (letter,), _ = flow.list_letters(session, status="failed", limit=10, cursor=None)
        assert "secret" not in str(letter)
        assert flow.freshness(session)["letters_failed"] == 1
    services.add(stranger, "Sol", "sol@vega.example")
    with office.sessions.begin() as session:
        assert flow.send_again(session, letter.mail_id).status == "intended"
    assert [sent.to for sent in office.work()] == ["sol@vega.example"]
    assert office.statuses() == ["sent"]


def test_a_letter_that_was_sent_is_not_sent_twice(office: Office, writer: LogWriter, deals: Publisher) -> None:
    writer.append([deals.arrival("deal_registration.approved.v1", data=fact())])
    office.work()
    with office.sessions.begin() as session:
        (sent,), _ = flow.list_letters(session, status="sent", limit=10, cursor=None)
        assert flow.send_again(session, sent.mail_id).status == "sent"
        with pytest.raises(ServiceError, match="nothing here"):
            flow.send_again(session, uuid7())
    assert len(office.work()) == 1


def test_without_a_channel_manager_the_program_managers_hear_of_a_registration(
    office: Office, writer: LogWriter, deals: Publisher, partners: Publisher
) -> None:
    with office.sessions.begin() as session:
        for name, roles, gone in (("pia", ["program_manager"], False), ("old", ["program_manager"], True)):
            made = accounts.create(
                session,
                person_id=uuid7(),
                partner_id=None,
                email=f"{name}@northbeam.example",
                display_name=name,
                roles=roles,
                language="en",
                now=clock.now(),
            )
            if gone:
                accounts.disable(session, made, now=clock.now())
    orphan = partner_fact() | {"channel_manager_id": None}
    writer.append([partners.arrival("partner.activated.v1", subject=f"partner/{VEGA}", data=orphan)])
    writer.append([deals.arrival("deal_registration.submitted.v1", data=fact(submitted_by=str(ANA)))])
    assert sorted(letter.to for letter in office.work()) == ["ana@vega.example", "pia@northbeam.example"]
