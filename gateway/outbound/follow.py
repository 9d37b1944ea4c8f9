"""Inside readers of the log: each handles every event once, its position moving in the transaction of its effects."""

import json
import logging
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy import bindparam, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import DataError, IntegrityError
from sqlalchemy.orm import Session

from gateway.outbound.tables import event_log, log_reader

log = logging.getLogger(__name__)

BATCH = 500
_UNREADABLE = (KeyError, TypeError, ValueError, DataError, IntegrityError)
_HEAD = select(func.coalesce(func.max(event_log.c.position), 0))
Handle = Callable[[Session, Mapping[str, Any]], None]


class Follower:
    """Goes along the log in order. Several processes may run one: the row lock makes them take turns."""

    def __init__(self, name: str, sessions: Callable[[], Session], types: frozenset[str], handle: Handle) -> None:
        self.name = name
        self._sessions = sessions
        self._handle = handle
        self._mine = log_reader.c.name == name
        self._next = (
            select(event_log.c.body)
            .where(event_log.c.position > bindparam("after"), event_log.c.position <= bindparam("until"))
            .where(event_log.c.type.in_(sorted(types)))
            .order_by(event_log.c.position)
        )
        self.position = -1

    def run_once(self) -> int:
        """Handle what is ours among the next events; gives how many rows it went forward."""
        with self._sessions() as session, session.begin():
            position = self._take_turn(session)
            until = max(position, min(_head(session), position + BATCH))
            if until > position:
                bodies = session.scalars(self._next, {"after": position, "until": until}).all()
                self._handle_all(session, [json.loads(bytes(body)) for body in bodies])
                session.execute(update(log_reader).where(self._mine).values(position=until))
        self.position = until
        return until - position

    def _take_turn(self, session: Session) -> int:
        locked = select(log_reader.c.position).where(self._mine).with_for_update()
        while (position := session.scalar(locked)) is None:
            session.execute(insert(log_reader).values(name=self.name, position=0).on_conflict_do_nothing())
        return int(position)

    def _handle_all(self, session: Session, events: Sequence[Mapping[str, Any]]) -> None:
        """All under one savepoint, and each under its own once one of them cannot be read."""
        if not events:
            return
        try:
            with session.begin_nested():
                for event in events:
                    self._handle(session, event)
        except _UNREADABLE:
            for event in events:
                self._handle_one(session, event)

    def _handle_one(self, session: Session, event: Mapping[str, Any]) -> None:
        """An event this reader cannot read must not stop the ones behind it; a database that is away must."""
        try:
            with session.begin_nested():
                self._handle(session, event)
        except _UNREADABLE:
            log.exception("%s cannot handle event %s (%s)", self.name, event.get("id"), event.get("type"))


def _head(session: Session) -> int:
    return int(session.execute(_HEAD).scalar_one())
