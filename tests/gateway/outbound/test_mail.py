"""From events to letters: to whom, in which words and language, once, and never lost while a service is away."""

import json
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session, sessionmaker

from chassis import clock
from chassis.database import uuid7
from chassis.errors import ServiceError
from gateway.identity import accounts, invitations
from gateway.identity import tables as identity
from gateway.outbound import mail, notices
from gateway.outbound.carriers import EmbeddedMailbox
from gateway.outbound.enquiries import Enquiries
from gateway.outbound.follow import Follower
from gateway.outbound.log import LogWriter
from gateway.outbound.post import Post, Stationery
from gateway.outbound.tables import log_reader, mailbox, outbound_mail
from gateway.rpc import Request
from tests.gateway.outbound.publisher import AT, Publisher

CONTRACTS = Path(__file__).parents[3] / "services"
URL = "https://partners.northbeam.example"
VEGA, ANA, MANAGER, REGISTRATION = uuid7(), uuid7(), uuid7(), uuid7()


class Services:
    """Partners and deals as far as letters ask them; `away` is the set of services that do not answer."""

    def __init__(self) -> None:
        self.away: set[str] = set()
        self.calls: list[Request] = []
        self.people: dict[UUID, dict[str, Any]] = {}
        self.registration: dict[str, Any] = {"decision": None, "info_request": None}

    def call(self, request: Request) -> Any:
        self.calls.append(request)
        if request.service in self.away:
            raise ServiceError("unavailable", "service_silent")
        return getattr(self, request.method)(request.command)

    def get_people(self, command: Mapping[str, Any]) -> Any:
        known = (self.people.get(UUID(person_id)) for person_id in command["person_ids"])
        return {"items": [person for person in known if person]}

    def get_application(self, command: Mapping[str, Any]) -> Any:
        contact = {"name": "Inés Rey", "email": "ines@rey.example"}
        return {"legal_name": "Rey Datos SL", "language": "es", "contact": contact, **command}

    def get_deal_registration(self, command: Mapping[str, Any]) -> Any:
        return {**self.registration, **command}

    def add(self, person_id: UUID, name: str, email: str, language: str = "en") -> None:
        self.people[person_id] = {"person_id": str(person_id), "name": name, "email": email, "language": language}


@pytest.fixture
def services() -> Services:
    found = Services()
    found.add(ANA, "Ana Vega", "ana@vega.example", "es")
    found.add(MANAGER, "Max Moore", "max@northbeam.example")
    return found


class Office:
    """The readers of the log and the post, run by hand."""

    def __init__(self, sessions: sessionmaker[Session], services: Services) -> None:
        self.sessions = sessions
        self.notices = Follower("notices", sessions, notices.NOTICED, notices.Notices(URL).write)
        self.accounts = Follower("accounts", sessions, notices.LEAVING, notices.close_account)
        enquiries = Enquiries(sessions, services)
        self.post = Post(sessions, EmbeddedMailbox(), enquiries.answer, Stationery("Northbeam", URL))

    def work(self) -> list[Any]:
        self.notices.run_once()
        self.accounts.run_once()
        while self.post.run_once():
            pass
        return self.letters()

    def letters(self) -> list[Any]:
        with self.sessions() as session:
            return list(session.execute(select(mailbox).order_by(mailbox.c.mail_id)).all())

    def statuses(self) -> list[str]:
        with self.sessions() as session:
            return list(session.scalars(select(outbound_mail.c.status).order_by(outbound_mail.c.mail_id)))


@pytest.fixture
def office(sessions: sessionmaker[Session], services: Services) -> Office:
    return Office(sessions, services)


def fact(**more: Any) -> dict[str, Any]:
    return {
        "deal_registration_id": str(REGISTRATION),
        "number": "D-20417",
        "partner_id": str(VEGA),
        "submitted_by": str(ANA),
        "customer": {"legal_name": "Molinos del Sur SA", "country": "ES", "domain": None},
        "decide_by": "2026-03-04T15:00:00.000Z",
        "protected_until": "2026-06-01T00:00:00.000Z",
        **more,
    }


def partner_fact() -> dict[str, Any]:
    return {"partner_id": str(VEGA), "legal_name": "Vega Systems", "channel_manager_id": str(MANAGER)}


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


def invited() -> dict[str, Any]:
    return {
        "person_id": str(ANA),
        "partner_id": str(VEGA),
        "roles": ["partner_admin"],
        "name": "Ana Vega",
        "email": "Ana@Vega.example",
        "language": "es",
    }


def test_an_invitation_is_made_once_and_its_link_opens_it(
    office: Office, writer: LogWriter, partners: Publisher
) -> None:
    writer.append([partners.arrival("partner.created.v1", subject=f"partner/{VEGA}", data=partner_fact())])
    writer.append([partners.arrival("person.invited.v1", data=invited())])
    (letter,) = office.work()
    assert letter.to == "ana@vega.example"
    assert "en nombre de Vega Systems" in letter.text
    secret = letter.links[0].removeprefix(f"{URL}/invitations/")
    with office.sessions() as session:
        assert invitations.open_invitation(session, secret, clock.now()).person_id == ANA
        assert session.scalar(select(func.count()).select_from(identity.invitations)) == 1


def test_the_first_person_of_an_approved_application_is_welcomed(
    office: Office, writer: LogWriter, partners: Publisher
) -> None:
    created = partners.arrival("partner.created.v1", subject=f"partner/{VEGA}", data=partner_fact(), correlation="c-1")
    writer.append([created, partners.arrival("person.invited.v1", data=invited(), correlation="c-1")])
    colleague = invited() | {"person_id": str(uuid7()), "email": "luis@vega.example", "name": "Luis"}
    writer.append([partners.arrival("person.invited.v1", data=colleague, correlation="c-2")])
    first, second = office.work()
    assert first.subject == "Te damos la bienvenida: Vega Systems ya es socio de Northbeam"
    assert second.subject == "Tu acceso al portal de socios de Northbeam"


def test_a_sent_letter_keeps_no_secret_in_the_queue(office: Office, writer: LogWriter, partners: Publisher) -> None:
    writer.append([partners.arrival("person.invited.v1", data=invited())])
    office.work()
    with office.sessions() as session:
        assert session.scalar(select(outbound_mail.c.data)) == {}


def test_an_invitation_that_was_accepted_is_not_sent_again(
    office: Office, writer: LogWriter, partners: Publisher
) -> None:
    writer.append([partners.arrival("person.invited.v1", data=invited())])
    office.work()
    with office.sessions.begin() as session:
        session.execute(identity.invitations.update().values(accepted_at=AT))
    writer.append([partners.arrival("person.invited.v1", data=invited())])
    assert len(office.work()) == 1


def test_a_person_who_left_is_signed_out_even_while_partners_is_away(
    office: Office, writer: LogWriter, partners: Publisher, services: Services
) -> None:
    services.away = {"partners"}
    with office.sessions.begin() as session:
        account_id = accounts.create(
            session,
            email="ana@vega.example",
            display_name="Ana",
            roles=["partner_seller"],
            now=AT,
            person_id=ANA,
            partner_id=VEGA,
        )
        session.execute(
            insert(identity.sessions).values(
                session_id=uuid7(),
                account_id=account_id,
                secret_hash=b"0" * 32,
                created_at=AT,
                last_seen_at=AT,
                expires_at=AT + timedelta(days=1),
                address="127.0.0.1",
                agent="test",
            )
        )
    writer.append([partners.arrival("person.left.v1", data={"person_id": str(ANA), "partner_id": str(VEGA)})])
    office.work()
    with office.sessions() as session:
        assert accounts.get(session, account_id).disabled_at is not None
        assert session.scalar(select(func.count()).select_from(identity.sessions)) == 0


def test_an_applicant_gets_a_receipt_with_the_status_page_once(office: Office) -> None:
    answer = {"application_id": str(uuid7()), "decide_by": "2026-03-04T15:00:00Z", "status_token": "key"}
    for _ in range(2):
        with office.sessions.begin() as session:
            notices.owe_receipt(session, answer)
    (letter,) = office.work()
    assert letter.subject == "Hemos recibido la solicitud de Rey Datos SL"
    assert letter.links == [f"{URL}/applications/key"]


def test_a_declined_applicant_reads_the_reason(office: Office, writer: LogWriter, partners: Publisher) -> None:
    data = {
        "application_id": str(uuid7()),
        "legal_name": "Rey Datos SL",
        "text": "Buscamos socios con presencia en Portugal.",
        "reapply_on": "2026-06-01",
    }
    writer.append([partners.arrival("application.declined.v1", data=data)])
    (letter,) = office.work()
    assert "presencia en Portugal" in letter.text
    assert "1 de junio de 2026" in letter.text


def test_the_mailbox_is_read_by_address(office: Office) -> None:
    with office.sessions.begin() as session:
        for to in ("a@x.example", "b@x.example"):
            mail.queue(session, "password_reset", to, "en", {"name": "Ana", "link": f"{URL}/reset/1"})
    office.work()
    with office.sessions() as session:
        assert [letter["to"] for letter in mail.read_mailbox(session, "A@x.example")] == ["a@x.example"]
        assert len(mail.read_mailbox(session)) == 2
