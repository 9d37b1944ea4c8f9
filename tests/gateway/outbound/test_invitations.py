"""Letters to people who come and go: applicants, invited persons, and the account of one who left."""

from datetime import timedelta
from typing import Any

from sqlalchemy import func, insert, select

from chassis import clock
from chassis.database import uuid7
from gateway.identity import accounts, invitations
from gateway.identity import tables as identity
from gateway.outbound import notices
from gateway.outbound.log import LogWriter
from gateway.outbound.tables import outbound_mail
from tests.gateway.outbound.office import ANA, URL, VEGA, Office, Services, partner_fact
from tests.gateway.outbound.publisher import AT, Publisher


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
