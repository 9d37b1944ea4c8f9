"""Letters over real SMTP: what arrives, and what happens when the server is down, refuses, or we die."""

import email
import email.policy
import socket
from collections.abc import Iterator
from datetime import timedelta
from email.message import EmailMessage
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from sqlalchemy import select, update
from sqlalchemy.orm import Session, sessionmaker

from chassis import clock
from gateway.outbound import mail
from gateway.outbound.carriers import Addressee, SmtpCarrier
from gateway.outbound.enquiries import Answer
from gateway.outbound.post import Post, Stationery
from gateway.outbound.settings import SmtpServer
from gateway.outbound.tables import outbound_mail
from tests.gateway.outbound.publisher import AT

URL = "https://partners.northbeam.example"


class Inbox:
    """An SMTP server that keeps what it is given; `refusals` are answered first."""

    def __init__(self) -> None:
        self.messages: list[EmailMessage] = []
        self.refusals: list[str] = []

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        if self.refusals:
            return self.refusals.pop(0)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        message = email.message_from_bytes(envelope.content, policy=email.policy.default)
        assert isinstance(message, EmailMessage)
        self.messages.append(message)
        return "250 OK"


@pytest.fixture
def port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@pytest.fixture
def inbox() -> Inbox:
    return Inbox()


@pytest.fixture
def server(inbox: Inbox, port: int) -> Iterator[Controller]:
    controller = Controller(inbox, hostname="127.0.0.1", port=port)
    controller.start()
    yield controller
    controller.stop()


@pytest.fixture
def post(sessions: sessionmaker[Session], port: int) -> Post:
    def enquire(mails: Any) -> dict[Any, Answer]:
        return {letter.mail_id: Answer(Addressee(letter.recipient, "Ana Vega", "es")) for letter in mails}

    carrier = SmtpCarrier(SmtpServer.from_url(f"smtp://127.0.0.1:{port}?from=portal@northbeam.example"))
    return Post(sessions, carrier, enquire, Stationery("Northbeam", URL))


@pytest.fixture
def letter(sessions: sessionmaker[Session]) -> None:
    with clock.frozen(AT), sessions.begin() as session:
        mail.queue(session, "password_reset", "ana@vega.example", None, {"link": f"{URL}/reset/prmr_1"})


def row(sessions: sessionmaker[Session]) -> Any:
    with sessions() as session:
        return session.execute(select(outbound_mail)).one()


@pytest.mark.usefixtures("server", "letter")
def test_a_letter_arrives_as_text_and_html(post: Post, inbox: Inbox, sessions: sessionmaker[Session]) -> None:
    post.run_once()
    (message,) = inbox.messages
    assert message["To"] == "Ana Vega <ana@vega.example>"
    assert message["From"] == "portal@northbeam.example"
    assert message["Subject"] == "Elige una contraseña nueva"
    assert message["Message-ID"] == f"<{row(sessions).mail_id}@northbeam.example>"
    text, html = message.get_body(["plain"]), message.get_body(["html"])
    assert text is not None
    assert html is not None
    assert f"{URL}/reset/prmr_1" in text.get_content()
    assert f'href="{URL}/reset/prmr_1"' in html.get_content()
    assert row(sessions).status == "sent"


@pytest.mark.usefixtures("letter")
def test_a_server_that_is_down_delays_the_letter_and_no_more(
    post: Post, inbox: Inbox, port: int, sessions: sessionmaker[Session]
) -> None:
    with clock.frozen(AT) as time:
        post.run_once()
        post.run_once()
        assert (row(sessions).status, row(sessions).attempts) == ("intended", 1)
        assert "Refused" in row(sessions).last_error
        time.advance(minutes=1)
        controller = Controller(inbox, hostname="127.0.0.1", port=port)
        controller.start()
        post.run_once()
        post.run_once()
        controller.stop()
    assert len(inbox.messages) == 1
    assert row(sessions).status == "sent"


@pytest.mark.usefixtures("server", "letter")
def test_a_refusal_for_now_is_tried_again(post: Post, inbox: Inbox, sessions: sessionmaker[Session]) -> None:
    inbox.refusals = ["451 come back later"]
    with clock.frozen(AT) as time:
        post.run_once()
        assert row(sessions).status == "intended"
        time.advance(minutes=1)
        post.run_once()
    assert row(sessions).status == "sent"


@pytest.mark.usefixtures("server", "letter")
def test_a_refusal_for_good_is_kept_as_failed(post: Post, inbox: Inbox, sessions: sessionmaker[Session]) -> None:
    inbox.refusals = ["550 no such person"]
    post.run_once()
    assert row(sessions).status == "failed"
    assert "no such person" in row(sessions).last_error


@pytest.mark.usefixtures("letter")
def test_tries_end_some_day(post: Post, sessions: sessionmaker[Session]) -> None:
    with clock.frozen(AT) as time:
        for _ in range(30):
            post.run_once()
            time.advance(hours=7)
    assert (row(sessions).status, row(sessions).attempts) == ("failed", 12)


@pytest.mark.usefixtures("server", "letter")
def test_a_death_between_handing_over_and_noting_it_is_seen_and_mended(
    post: Post, inbox: Inbox, sessions: sessionmaker[Session]
) -> None:
    with clock.frozen(AT) as time:
        with sessions.begin() as session:
            dead = {"status": "sending", "attempts": 1, "next_attempt_at": AT + timedelta(minutes=5)}
            session.execute(update(outbound_mail).values(dead))
        assert post.run_once() == 0
        time.advance(minutes=6)
        with sessions.begin() as session:
            post.notice_lost(session)
        assert row(sessions).status == "unknown"
        post.run_once()
    assert row(sessions).status == "sent"
    assert inbox.messages[0]["Message-ID"] == f"<{row(sessions).mail_id}@northbeam.example>"


@pytest.mark.usefixtures("server")
@pytest.mark.parametrize("address", ["", "nobody", "a b@x.example", "a@x.example\r\nBcc: b@x.example"])
def test_an_unusable_address_fails_without_a_connection(
    post: Post, inbox: Inbox, sessions: sessionmaker[Session], address: str
) -> None:
    with sessions.begin() as session:
        mail.queue(session, "password_reset", address, None, {"link": f"{URL}/reset/1"})
    post.run_once()
    assert row(sessions).status == "failed"
    assert inbox.messages == []


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("smtp://h?from=a@b.c", ("h", 587, None, False, False)),
        ("smtps://u:p%40ss@h", ("h", 465, "p@ss", True, False)),
        ("smtp://u:p@h:25?tls=starttls", ("h", 25, "p", False, True)),
    ],
)
def test_the_address_of_the_server_is_one_url(url: str, expected: tuple[object, ...]) -> None:
    found = SmtpServer.from_url(url)
    assert (found.host, found.port, found.password, found.implicit_tls, found.starttls) == expected


def test_a_url_that_is_none_stops_the_start() -> None:
    with pytest.raises(RuntimeError):
        SmtpServer.from_url("mail.example.com")
