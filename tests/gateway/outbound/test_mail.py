"""From registrations to letters: to whom, in which words and language, once, and never lost while a service is away."""

import json
from pathlib import Path

import pytest

from chassis import clock
from chassis.database import uuid7
from gateway.identity import accounts
from gateway.outbound import mail, notices
from gateway.outbound.log import LogWriter
from gateway.outbound.tables import log_reader
from tests.gateway.outbound.office import ANA, REGISTRATION, URL, VEGA, Office, Services, fact, partner_fact
from tests.gateway.outbound.publisher import AT, Publisher

CONTRACTS = Path(__file__).parents[3] / "services"


def test_an_approval_is_told_to_who_registered_in_their_language(
    office: Office, writer: LogWriter, deals: Publisher
) -> None:
    writer.append([deals.arrival("deal_registration.approved.v1", data=fact())])
    (letter,) = office.work()
    assert letter.to == "ana@vega.example"
    assert letter.subject == "Aprobado: D-20417 (Molinos del Sur SA)"
    assert "Hola, Ana Vega:" in letter.text
    assert "1 de junio de 2026" in letter.text
    assert letter.links == [f"{URL}/deals/{REGISTRATION}"]


def test_a_registration_gives_a_receipt_and_work_for_the_channel_manager(
    office: Office, writer: LogWriter, deals: Publisher, partners: Publisher
) -> None:
    writer.append([partners.arrival("partner.activated.v1", subject=f"partner/{VEGA}", data=partner_fact())])
    writer.append([deals.arrival("deal_registration.submitted.v1", data=fact())])
    receipt, work = office.work()
    assert (receipt.to, work.to) == ("ana@vega.example", "max@northbeam.example")
    assert "Vega Systems has sent the deal registration D-20417" in work.text
    assert "4 March 2026, 15:00 UTC" in work.text
    assert work.links == [f"{URL}/console/approvals"]


@pytest.mark.parametrize(
    ("event_type", "kept_in", "words"),
    [
        ("deal_registration.rejected.v1", "decision", "Ya lo atiende otro equipo."),
        ("deal_registration.info_requested.v1", "info_request", "¿Cuántas sedes tiene el cliente?"),
    ],
)
def test_the_words_written_for_the_partner_are_in_the_letter_and_no_internal_note(
    office: Office,
    writer: LogWriter,
    deals: Publisher,
    services: Services,
    event_type: str,
    kept_in: str,
    words: str,
) -> None:
    services.registration[kept_in] = {"text": words, "internal_note": "ask legal first"}
    writer.append([deals.arrival(event_type, data=fact())])
    (letter,) = office.work()
    assert words in letter.text
    assert "legal first" not in letter.text + letter.html


def test_words_of_a_decision_that_was_replaced_are_left_out(
    office: Office, writer: LogWriter, deals: Publisher, services: Services
) -> None:
    services.registration["decision"] = {"status": "approved", "text": "Adelante."}
    writer.append([deals.arrival("deal_registration.rejected.v1", data=fact())])
    (letter,) = office.work()
    assert "Adelante" not in letter.text
    assert "None" not in letter.text


def test_who_has_left_gets_no_letter(office: Office, writer: LogWriter, deals: Publisher, services: Services) -> None:
    services.people[ANA]["status"] = "left"
    writer.append([deals.arrival("deal_registration.approved.v1", data=fact())])
    assert office.work() == []


@pytest.mark.parametrize("fate", ["lapsed", "extended", "expired", "revoked", "resubmitted"])
def test_every_turn_of_a_registration_is_told_once(
    office: Office, writer: LogWriter, deals: Publisher, fate: str
) -> None:
    writer.append([deals.arrival(f"deal_registration.{fate}.v1", data=fact())])
    (letter,) = office.work()
    assert "D-20417" in letter.subject


@pytest.mark.parametrize("fate", ["won", "lost", "claimed", "stage_changed", "conflict_detected"])
def test_what_nobody_needs_a_letter_for_gives_none(
    office: Office, writer: LogWriter, deals: Publisher, fate: str
) -> None:
    writer.append([deals.arrival(f"deal_registration.{fate}.v1", data=fact())])
    assert office.work() == []


def test_reading_the_log_again_writes_no_letter_again(office: Office, writer: LogWriter, deals: Publisher) -> None:
    writer.append([deals.arrival("deal_registration.approved.v1", data=fact())])
    office.work()
    with office.sessions.begin() as session:
        session.execute(log_reader.update().values(position=0))
    assert len(office.work()) == 1
    assert office.statuses() == ["sent"]


def test_partners_away_delays_letters_and_loses_none(
    office: Office, writer: LogWriter, deals: Publisher, services: Services
) -> None:
    services.away = {"partners"}
    writer.append([deals.arrival("deal_registration.approved.v1", data=fact()) for _ in range(3)])
    with clock.frozen(AT) as time:
        assert office.work() == []
        for _ in range(200):
            time.advance(minutes=1)
            office.work()
        assert office.statuses() == ["intended"] * 3
        services.away = set()
        time.advance(minutes=1)
        assert len(office.work()) == 3


def test_the_people_of_a_batch_are_asked_for_in_one_call(
    office: Office, writer: LogWriter, deals: Publisher, services: Services
) -> None:
    for number in range(20):
        person = uuid7()
        services.add(person, f"Person {number}", f"p{number}@vega.example")
        data = fact(submitted_by=str(person))
        writer.append([deals.arrival("deal_registration.approved.v1", data=data)])
    assert len(office.work()) == 20
    assert [request.method for request in services.calls] == ["get_people"]
    assert json.loads(services.calls[0].headers["prm-principal"])["actor"] == "service:outbound"


def test_an_account_holder_is_written_to_without_asking_anyone(
    office: Office, writer: LogWriter, deals: Publisher, services: Services
) -> None:
    with office.sessions.begin() as session:
        accounts.create(
            session,
            email="ana.new@vega.example",
            display_name="Ana V.",
            roles=["partner_seller"],
            now=AT,
            person_id=ANA,
            partner_id=VEGA,
            language="en",
        )
    services.away = {"partners"}
    writer.append([deals.arrival("deal_registration.approved.v1", data=fact())])
    (letter,) = office.work()
    assert (letter.to, letter.subject) == ("ana.new@vega.example", "Approved: D-20417 (Molinos del Sur SA)")


def test_somebody_nobody_knows_gets_no_letter_and_that_is_seen(
    office: Office, writer: LogWriter, deals: Publisher
) -> None:
    writer.append([deals.arrival("deal_registration.approved.v1", data=fact(submitted_by=str(uuid7())))])
    assert office.work() == []
    assert office.statuses() == ["failed"]


def test_an_event_that_cannot_be_read_does_not_stop_the_next(
    office: Office, writer: LogWriter, deals: Publisher
) -> None:
    writer.append([deals.arrival("deal_registration.approved.v1", data={"number": None})])
    writer.append([deals.arrival("deal_registration.approved.v1", data=fact(number="D\x00"))])
    writer.append([deals.arrival("deal_registration.approved.v1", data=fact())])
    assert len(office.work()) == 1


def test_every_example_of_every_noticed_event_can_be_read(
    office: Office, writer: LogWriter, deals: Publisher, partners: Publisher
) -> None:
    examples = [path for path in CONTRACTS.glob("*/contracts/*.examples/*.json") if path.parent.stem in notices.NOTICED]
    assert {path.parent.stem for path in examples} == notices.NOTICED
    vendors_own = 0
    for path in examples:
        publisher = deals if path.parts[-4] == "deals" else partners
        data = json.loads(path.read_text("utf-8"))
        vendors_own += data["partner_id"] is None if path.parent.stem == "person.invited.v1" else 0
        writer.append([publisher.arrival(path.parent.stem, data=data)])
    office.notices.run_once()
    assert len(office.statuses()) == len(examples) - vendors_own


def test_the_mailbox_is_read_by_address(office: Office) -> None:
    with office.sessions.begin() as session:
        for to in ("a@x.example", "b@x.example"):
            mail.queue(session, "password_reset", to, "en", {"name": "Ana", "link": f"{URL}/reset/1"})
    office.work()
    with office.sessions() as session:
        assert [letter["to"] for letter in mail.read_mailbox(session, "A@x.example")] == ["a@x.example"]
        assert len(mail.read_mailbox(session)) == 2
