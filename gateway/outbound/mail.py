"""The queue of letters: one row per letter owed, written in the transaction of the fact that causes it.

`recipient` is an e-mail address, or `person:<id>` / `application:<id>` when only the owner knows the address: it is
asked for when the letter is sent, so events need no personal data and the address is the one of that moment.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import RowMapping, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from chassis import clock
from chassis.database import uuid7
from gateway.outbound.tables import mailbox, outbound_mail

_OWE: Final = insert(outbound_mail).on_conflict_do_nothing(constraint="uq_outbound_mail_event_id_recipient_template")


def queue(
    session: Session,
    template: str,
    to: str,
    language: str | None,
    data: Mapping[str, Any],
    *,
    event_id: UUID | None = None,
    not_before: datetime | None = None,
) -> None:
    """Owe one letter. The same event, recipient and template make it once, however often this runs."""
    now = clock.now()
    owed = {
        "mail_id": uuid7(),
        "template": template,
        "recipient": to,
        "language": language,
        "data": dict(data),
        "event_id": event_id,
        "next_attempt_at": not_before or now,
        "created_at": now,
    }
    session.execute(_OWE, owed)


def read_mailbox(session: Session, to: str | None = None, limit: int = 100) -> list[RowMapping]:
    """The newest letters of the development mailbox, all or those to one address."""
    statement = select(mailbox).order_by(mailbox.c.received_at.desc(), mailbox.c.mail_id.desc()).limit(limit)
    if to:
        statement = statement.where(mailbox.c.to == to.strip().lower())
    return list(session.execute(statement).mappings())
