"""Inside readers of the log: each handles every event once, its position moving in the transaction of its effects."""

import json
import logging
from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import DataError, IntegrityError
from sqlalchemy.orm import Session

from gateway.outbound.tables import event_log, log_reader

log = logging.getLogger(__name__)

BATCH = 200
Handle = Callable[[Session, Mapping[str, Any]], None]


class Follower:
    """Goes along the log in order. Several processes may run one: the row lock makes them take turns."""

    def __init__(self, name: str, sessions: Callable[[], Session], types: frozenset[str], handle: Handle) -> None:
        self.name = name
        self._sessions = sessions
        self._types = types
        self._handle = handle
        self.position = -1

    def run_once(self) -> int:
        """Handle the next events; gives how many rows it went forward."""
        with self._sessions() as session, session.begin():
            session.execute(insert(log_reader).values(name=self.name, position=0).on_conflict_do_nothing())
            mine = log_reader.c.name == self.name
            position = session.execute(select(log_reader.c.position).where(mine).with_for_update()).scalar_one()
            rows = session.execute(
                select(event_log.c.position, event_log.c.type, event_log.c.body)
                .where(event_log.c.position > position)
                .order_by(event_log.c.position)
                .limit(BATCH)
            ).all()
            for row in rows:
                if row.type in self._types:
                    self._handle_one(session, json.loads(bytes(row.body)))
            if rows:
                position = rows[-1].position
                session.execute(update(log_reader).where(mine).values(position=position))
        self.position = position
        return len(rows)

    def _handle_one(self, session: Session, event: Mapping[str, Any]) -> None:
        """An event this reader cannot read must not stop the ones behind it; a database that is away must."""
        try:
            with session.begin_nested():
                self._handle(session, event)
        except (KeyError, TypeError, ValueError, DataError, IntegrityError):
            log.exception("%s cannot handle event %s (%s)", self.name, event.get("id"), event.get("type"))
