"""The post: takes letters that are due, asks for addresses in one batch, writes them and hands them to the carrier.

intended -> sending -> sent | failed. A letter whose sender died between the server's yes and our commit is `unknown`:
shown as such, and sent again under the same Message-ID, since a missing invitation is worse than a second one.
"""

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from jinja2 import TemplateError
from sqlalchemy import Row, select, tuple_, update
from sqlalchemy.orm import Session

from chassis import clock
from gateway.outbound import measurements
from gateway.outbound.carriers import Addressee, CannotDeliverError, Carrier
from gateway.outbound.enquiries import Answer
from gateway.outbound.render import Letter, render
from gateway.outbound.tables import outbound_mail

log = logging.getLogger(__name__)

BATCH = 200
MOST_ATTEMPTS = 12
_FIRST_RETRY = timedelta(seconds=10)
_LONGEST_RETRY = timedelta(hours=6)
_ADDRESS_RETRY = timedelta(seconds=5)
_SENDING_LIMIT = timedelta(minutes=5)

Enquire = Callable[[Sequence[Row[Any]]], Mapping[UUID, Answer]]


@dataclass(frozen=True)
class Stationery:
    """What every letter carries."""

    vendor: str
    public_url: str


@dataclass(frozen=True)
class Written:
    """A letter on the table: its row, who it goes to, and its words."""

    mail: Row[Any]
    to: Addressee
    letter: Letter


class Post:
    """Sends what is due. Several may run: each letter is claimed by one."""

    def __init__(
        self,
        sessions: Callable[[], Session],
        carrier: Carrier,
        enquire: Enquire,
        stationery: Stationery,
    ) -> None:
        self._sessions = sessions
        self._carrier = carrier
        self._enquire = enquire
        self._stationery = stationery

    def run_once(self) -> int:
        """Send one batch; gives the number of letters that were due."""
        with self._sessions() as session, session.begin():
            self.notice_lost(session)
            due = session.execute(_due(clock.now())).all()
        measurements.MAIL_DUE.set(len(due))
        if not due:
            return 0
        answers = self._enquire(due)
        self._put_off([mail for mail in due if mail.mail_id not in answers])
        written = [
            one for mail in due if mail.mail_id in answers and (one := self._written(mail, answers[mail.mail_id]))
        ]
        if self._carrier.transactional:
            self._deliver_together(written)
        else:
            for one in written:
                self._hand_over(one)
        return len(due)

    def _written(self, mail: Row[Any], answer: Answer) -> Written | None:
        """The letter, or None when there is nobody to write to or nothing to write it from: then it has failed."""
        if answer.to is None:
            self._settle(mail, "failed", "nobody is known under this recipient")
            return None
        data = {"name": answer.to.name, **mail.data, **answer.more}
        language = mail.language or answer.to.language
        try:
            letter = render(mail.template, language, data, **vars(self._stationery))
        except (TemplateError, TypeError, ValueError) as error:
            log.exception("letter %s cannot be written", mail.mail_id)
            self._settle(mail, "failed", f"{type(error).__name__}: {error}")
            return None
        return Written(mail, answer.to, letter)

    def _deliver_together(self, letters: Sequence[Written]) -> None:
        with self._sessions() as session, session.begin():
            claimed = _claim(session, [one.mail for one in letters], "sent")
            for one in letters:
                if one.mail.mail_id in claimed:
                    self._carrier.carry(session, one.mail.mail_id, one.to, one.letter)
                    measurements.MAIL.labels(one.mail.template, "sent").inc()

    def _hand_over(self, one: Written) -> None:
        """Claim, carry, settle: three steps, since the carrier knows no transaction of ours."""
        with self._sessions() as session, session.begin():
            if not _claim(session, [one.mail], "sending"):
                return
        try:
            with self._sessions() as session:
                self._carrier.carry(session, one.mail.mail_id, one.to, one.letter)
        except CannotDeliverError as error:
            attempts = one.mail.attempts + 1
            final = error.final or attempts >= MOST_ATTEMPTS
            self._settle(one.mail, "failed" if final else "intended", str(error), wait=_pause(attempts))
            return
        self._settle(one.mail, "sent", None)

    def _settle(self, mail: Row[Any], status: str, error: str | None, wait: timedelta = _FIRST_RETRY) -> None:
        with self._sessions() as session, session.begin():
            session.execute(
                update(outbound_mail)
                .where(outbound_mail.c.mail_id == mail.mail_id)
                .values(_outcome(status) | {"last_error": error, "next_attempt_at": clock.now() + wait})
            )
        measurements.MAIL.labels(mail.template, status).inc()
        if error:  # what a server says may name the reader, so it stays in the row
            log.warning("mail %s (%s) is %s", mail.mail_id, mail.template, status)

    def _put_off(self, mails: Sequence[Row[Any]]) -> None:
        """What these letters need could not be asked now: no attempt is counted, so an outage never loses one."""
        if not mails:
            return
        with self._sessions() as session, session.begin():
            session.execute(
                update(outbound_mail)
                .where(outbound_mail.c.mail_id.in_([mail.mail_id for mail in mails]))
                .values(
                    last_error="a service that knows the rest is away", next_attempt_at=clock.now() + _ADDRESS_RETRY
                )
            )

    def notice_lost(self, session: Session) -> None:
        """A letter still being sent long after any server would have answered: nobody knows how it ended."""
        lost = outbound_mail.c.status == "sending", outbound_mail.c.next_attempt_at < clock.now()
        session.execute(update(outbound_mail).where(*lost).values(status="unknown"))


def _due(now: datetime) -> Any:
    mail = outbound_mail.c
    waiting = mail.status.in_(["intended", "unknown"])
    return select(outbound_mail).where(waiting, mail.next_attempt_at <= now).order_by(mail.next_attempt_at).limit(BATCH)


def _claim(session: Session, mails: Sequence[Row[Any]], status: str) -> set[UUID]:
    """Take the letters that no other sender has taken: their rows still say what we read."""
    mail = outbound_mail.c
    unchanged = tuple_(mail.mail_id, mail.status, mail.attempts).in_(
        [(one.mail_id, one.status, one.attempts) for one in mails]
    )
    claimed = update(outbound_mail).where(unchanged).returning(mail.mail_id)
    taken = {"attempts": mail.attempts + 1, "next_attempt_at": clock.now() + _SENDING_LIMIT}
    return set(session.scalars(claimed.values(_outcome(status) | taken)))


def _outcome(status: str) -> dict[str, Any]:
    """A letter that was sent keeps its fate, not its words: links in it are secrets."""
    return {"status": status} | ({"sent_at": clock.now(), "data": {}} if status == "sent" else {})


def _pause(attempts: int) -> timedelta:
    return min(_LONGEST_RETRY, _FIRST_RETRY * float(3 ** (attempts - 1)))
