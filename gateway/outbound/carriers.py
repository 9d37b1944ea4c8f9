"""Carries a finished letter away: by SMTP, or into the development mailbox. Knows no template and no event."""

import smtplib
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime
from typing import Final, Protocol
from uuid import UUID

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from chassis import clock
from gateway.outbound.render import Letter
from gateway.outbound.settings import SmtpServer
from gateway.outbound.tables import mailbox

SMTP_SECONDS = 20
_KEEP: Final = insert(mailbox).on_conflict_do_nothing()


class CannotDeliverError(Exception):
    """The letter was not taken; `final` when asking again cannot help."""

    def __init__(self, message: str, *, final: bool) -> None:
        super().__init__(message)
        self.final = final


@dataclass(frozen=True)
class Addressee:
    """Who a letter goes to, as known at the moment of sending."""

    email: str
    name: str
    language: str | None


class Carrier(Protocol):
    """A way for letters. One that is `transactional` delivers with the commit of the session it is given."""

    transactional: bool

    def carry(self, session: Session, mail_id: UUID, to: Addressee, letter: Letter) -> None: ...


class EmbeddedMailbox:
    """Keeps letters as rows, for developers and demonstrations: exactly once, with the mail's own transaction."""

    transactional = True

    def carry(self, session: Session, mail_id: UUID, to: Addressee, letter: Letter) -> None:
        row = {
            "mail_id": mail_id,
            "to": to.email.lower(),
            "subject": letter.subject,
            "text": letter.text,
            "html": letter.html,
            "links": letter.links,
            "received_at": clock.now(),
        }
        session.execute(_KEEP, row)


class SmtpCarrier:
    """Speaks SMTP. The Message-ID is the mail's own id, so a server or reader can tell a repeated letter."""

    transactional = False

    def __init__(self, server: SmtpServer) -> None:
        self._server = server

    def carry(self, session: Session, mail_id: UUID, to: Addressee, letter: Letter) -> None:  # noqa: ARG002
        message = self._compose(mail_id, to, letter)
        try:
            with self._connect() as smtp:
                smtp.send_message(message)
        except smtplib.SMTPRecipientsRefused as error:
            raise CannotDeliverError(str(error.recipients), final=_all_final(error.recipients)) from error
        except smtplib.SMTPResponseException as error:
            final = error.smtp_code >= 500 and not isinstance(error, smtplib.SMTPAuthenticationError)
            raise CannotDeliverError(f"{error.smtp_code} {error.smtp_error!r}", final=final) from error
        except (smtplib.SMTPException, OSError) as error:
            raise CannotDeliverError(f"{type(error).__name__}: {error}", final=False) from error

    def _compose(self, mail_id: UUID, to: Addressee, letter: Letter) -> EmailMessage:
        message = EmailMessage()
        try:
            name = " ".join(to.name.split())
            message["To"] = Address(name, addr_spec=to.email)
            message["From"] = self._server.sender
            message["Subject"] = letter.subject
        except (ValueError, IndexError) as error:
            raise CannotDeliverError(f"no usable address: {error}", final=True) from error
        message["Date"] = format_datetime(clock.now())
        message["Message-ID"] = f"<{mail_id}@{self._server.sender.rpartition('@')[2]}>"
        message["Auto-Submitted"] = "auto-generated"
        message.set_content(letter.text)
        message.add_alternative(letter.html, subtype="html")
        return message

    def _connect(self) -> smtplib.SMTP:
        server = self._server
        smtp: smtplib.SMTP
        if server.implicit_tls:
            context = ssl.create_default_context()
            smtp = smtplib.SMTP_SSL(server.host, server.port, timeout=SMTP_SECONDS, context=context)
        else:
            smtp = smtplib.SMTP(server.host, server.port, timeout=SMTP_SECONDS)
        try:
            if server.starttls:
                smtp.starttls(context=ssl.create_default_context())
            if server.user is not None:
                smtp.login(server.user, server.password or "")
        except BaseException:
            smtp.close()
            raise
        return smtp


def _all_final(refused: Mapping[str, tuple[int, bytes]]) -> bool:
    return all(code >= 500 for code, _ in refused.values())
