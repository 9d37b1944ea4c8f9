"""GET /v1/events: pages of the event log by position, filtered, fenced to who reads, with a long poll.

Takes the request's plain values, gives bytes and headers; knows nothing of Flask. Rows carry the bytes as published.
"""

import re
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from chassis.errors import ServiceError
from gateway.outbound import cursors
from gateway.outbound.cursors import Cursor
from gateway.outbound.tables import event_log, log_epoch
from gateway.outbound.wakeup import Wakeup

LIMIT = 500
WAIT_SECONDS = 30
_TYPE_PATTERN = re.compile(r"(\*|[a-z][a-z0-9_]*)(\.(\*|[a-z0-9_]+))*")


@dataclass(frozen=True)
class Question:
    """What a reader asks. `partner_id` None is the vendor's staff, who read every row."""

    partner_id: UUID | None = None
    types: tuple[str, ...] = ()
    subject: str | None = None
    start: str = "earliest"
    limit: int = 100
    wait: int = 0

    @property
    def filter_key(self) -> str:
        """What a cursor is bound to: the same filter, read by the same party."""
        return f"{self.partner_id or 'staff'}|{','.join(sorted(self.types))}|{self.subject or ''}"

    @classmethod
    def read(cls, values: Mapping[str, str], partner_id: UUID | None) -> "Question":
        """Load the query string; refuses what the feed does not offer."""
        types = tuple(part.strip() for part in values.get("types", "").split(",") if part.strip())
        for pattern in types:
            if not _TYPE_PATTERN.fullmatch(pattern) or len(types) > 50:
                raise _field("types", "Give event names such as deal_registration.approved.v1, or patterns with *.")
        subject = values.get("subject") or None
        if subject is not None and (len(subject) > 255 or "\x00" in subject):
            raise _field("subject", "Give a subject such as deal_registration/<id>.")
        return cls(
            partner_id=partner_id,
            types=types,
            subject=subject,
            start=values.get("cursor") or "earliest",
            limit=_number(values, "limit", default=100, least=1, most=LIMIT),
            wait=_number(values, "wait", default=0, least=0, most=WAIT_SECONDS),
        )


@dataclass(frozen=True)
class Page:
    """A part of the log, and where the next begins."""

    body: bytes
    count: int
    next_cursor: str
    head: int
    earliest: int

    def headers(self, next_url: Callable[[str], str]) -> dict[str, str]:
        """The answer's headers; `next_url` writes the address of the next page from its cursor."""
        return {
            "Link": f'<{next_url(self.next_cursor)}>; rel="next"',
            "Prm-Next-Cursor": self.next_cursor,
            "Prm-Log-Head": str(self.head),
            "Prm-Log-Earliest": str(self.earliest),
            "Cache-Control": "no-store",
        }


@dataclass(frozen=True)
class Extent:
    """How far the log reaches, in the current epoch."""

    epoch: int
    earliest: int
    head: int


class Feed:
    """Reads pages; waits for new rows without holding a database connection."""

    def __init__(self, sessions: Callable[[], Session], wakeup: Wakeup, secret: str) -> None:
        self._sessions = sessions
        self._wakeup = wakeup
        self._secret = secret

    def page(self, question: Question) -> Page:
        """The rows after the cursor; with `wait`, the first ones to come when there are none yet."""
        deadline = time.monotonic() + question.wait
        page = self._read(question)
        if page.count or not question.wait:
            return page
        with self._wakeup.place() as granted:
            while granted and not page.count and (left := deadline - time.monotonic()) > 0:
                if not self._wakeup.wait_beyond(page.head, left):
                    break
                page = self._read(replace(question, start=page.next_cursor))
        return page

    def _read(self, question: Question) -> Page:
        with self._sessions() as session:
            extent = read_extent(session)
            after = self._after(session, question, extent)
            rows = session.execute(rows_after(question, after, extent.head)).all()
        position = rows[-1].position if len(rows) == question.limit else extent.head
        following = cursors.seal(Cursor(extent.epoch, max(position, after)), question.filter_key, self._secret)
        body = b"[" + b",".join(bytes(row.body) for row in rows) + b"]"
        return Page(body, len(rows), following, extent.head, extent.earliest)

    def _after(self, session: Session, question: Question, extent: Extent) -> int:
        start = question.start
        if start == "earliest":
            return extent.earliest - 1
        if start == "latest":
            return extent.head
        if start.startswith("time:"):
            return _before(session, start.removeprefix("time:"), extent)
        cursor = cursors.open_sealed(start, question.filter_key, self._secret)
        if cursor.epoch != extent.epoch or cursor.position > extent.head:
            raise ServiceError(
                "conflict",
                "resync_required",
                "The event log was restored. Read the current state again, then follow from cursor=earliest.",
                {"epoch": extent.epoch},
            )
        if cursor.position < extent.earliest - 1:
            raise ServiceError(
                "invalid",
                "cursor_too_old",
                "Events after this cursor are no longer kept. Read the current state, then start from cursor=earliest.",
                {"earliest": extent.earliest},
            )
        return cursor.position


def read_extent(session: Session) -> Extent:
    """Epoch and reach of the log now; an empty log starts at position 1."""
    positions = select(func.min(event_log.c.position), func.max(event_log.c.position))
    earliest, head = session.execute(positions).one()
    epoch = session.execute(select(func.max(log_epoch.c.epoch))).scalar()
    return Extent(epoch or 1, earliest or 1, head or 0)


def rows_after(question: Question, after: int, head: int) -> Select[Any]:
    """The keyset page: rows are immutable and positions contiguous, so nothing can appear behind `head`."""
    log = event_log.c
    statement = select(log.position, log.body).where(log.position > after, log.position <= head)
    if question.partner_id is not None:
        statement = statement.where(log.partnerid == question.partner_id, log.audience == "partner")
    if question.subject:
        statement = statement.where(log.subject == question.subject)
    if question.types and "*" not in question.types:
        exact = [name for name in question.types if "*" not in name]
        patterns = [_regex(name) for name in question.types if "*" in name]
        chosen = log.type.in_(exact) if exact else None
        matched = log.type.regexp_match("|".join(patterns)) if patterns else None
        statement = statement.where(*[_either(chosen, matched)])
    return statement.order_by(log.position).limit(question.limit)


def _either(left: Any, right: Any) -> Any:
    if left is None or right is None:
        return right if left is None else left
    return left | right


def _regex(pattern: str) -> str:
    """`*` stands for one dot-separated word, a trailing `*` for all the rest."""
    *words, last = pattern.split(".")
    parts = [r"[^.]+" if word == "*" else word for word in words]
    return r"^" + r"\.".join([*parts, r".+" if last == "*" else last]) + "$"


def _before(session: Session, text: str, extent: Extent) -> int:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        raise _field("cursor", "Give a time with its zone, such as time:2026-11-24T09:00:00Z.")
    first = session.execute(select(func.min(event_log.c.position)).where(event_log.c.time >= moment)).scalar()
    return extent.head if first is None else int(first) - 1


def _number(values: Mapping[str, str], name: str, *, default: int, least: int, most: int) -> int:
    text = values.get(name)
    if text is None or text == "":
        return default
    if not (text.isascii() and text.isdigit() and len(text) < 10 and least <= int(text) <= most):
        raise _field(name, f"Give a whole number from {least} to {most}.")
    return int(text)


def _field(name: str, message: str) -> ServiceError:
    fields = [{"pointer": f"/{name}", "code": "invalid", "message": message}]
    return ServiceError("invalid", "validation_failed", message, {"fields": fields})
