"""The log's one writer: assigns contiguous positions in the transaction that inserts.

Whoever holds the advisory lock writes, and writes on the very connection that holds it: a leader that lost its
session cannot insert any more, so two leaders never number at once (and the primary key would stop the second).
"""

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field

from sqlalchemy import Connection, func, insert, select, text, tuple_

from gateway.outbound.arrivals import Arrival
from gateway.outbound.tables import event_log, log_epoch
from gateway.outbound.wakeup import CHANNEL

_LEADER_KEY = 0x70726D_6C6F67  # "prmlog"


@dataclass
class Appended:
    """What became of a batch: rows written, deliveries already known, and events whose number another one holds."""

    written: list[Arrival] = field(default_factory=list)
    duplicates: int = 0
    clashing: list[Arrival] = field(default_factory=list)
    head: int = 0


class LogWriter:
    """Appends to the log over the leader's own connection."""

    def __init__(self, connection: Connection, audience_of: Callable[[str], str]) -> None:
        self._connection = connection
        self._audience_of = audience_of
        self._epoch = 1
        self._head = 0

    def lead(self) -> bool:
        """Try to become the writer; the lock lives and dies with this connection."""
        with self._connection.begin():
            if not self._connection.execute(select(func.pg_try_advisory_lock(_LEADER_KEY))).scalar():
                return False
            self._epoch = self._current_epoch()
            self._head = self._connection.execute(select(func.coalesce(func.max(event_log.c.position), 0))).scalar_one()
            return True

    def alive(self) -> bool:
        """Whether the connection, and with it the leadership, still stands."""
        with self._connection.begin():
            return self._connection.execute(text("SELECT 1")).scalar() == 1

    def append(self, arrivals: Sequence[Arrival], before_commit: Callable[[], None] = lambda: None) -> Appended:
        """Write what is new, in the order it came, and wake the readers."""
        with self._connection.begin():
            outcome = self._sort(arrivals)
            rows = [
                asdict(arrival)
                | {"position": self._head + offset, "epoch": self._epoch, "audience": self._audience_of(arrival.type)}
                for offset, arrival in enumerate(outcome.written, start=1)
            ]
            outcome.head = self._head + len(rows)
            if rows:
                self._connection.execute(insert(event_log), rows)
                self._connection.execute(select(func.pg_notify(CHANNEL, str(outcome.head))))
            before_commit()
        self._head = outcome.head
        return outcome

    def last_sequences(self) -> dict[str, str]:
        """The newest sequence the log holds of each source: a jump beyond it is a gap."""
        with self._connection.begin():
            newest = select(event_log.c.source, func.max(event_log.c.sequence)).group_by(event_log.c.source)
            return {row[0]: row[1] for row in self._connection.execute(newest)}

    def _sort(self, arrivals: Sequence[Arrival]) -> Appended:
        ids, numbers = self._known(arrivals)
        outcome = Appended()
        for arrival in arrivals:
            identity, number = (arrival.source, arrival.id), (arrival.source, arrival.sequence)
            if identity in ids:
                outcome.duplicates += 1
            elif number in numbers:
                outcome.clashing.append(arrival)
            else:
                outcome.written.append(arrival)
            ids.add(identity)
            numbers.add(number)
        return outcome

    def _known(self, arrivals: Sequence[Arrival]) -> tuple[set[tuple[str, object]], set[tuple[str, str]]]:
        log = event_log.c
        by_id = tuple_(log.source, log.id).in_([(a.source, a.id) for a in arrivals])
        by_number = tuple_(log.source, log.sequence).in_([(a.source, a.sequence) for a in arrivals])
        rows = self._connection.execute(select(log.source, log.id, log.sequence).where(by_id | by_number)).all()
        return {(row.source, row.id) for row in rows}, {(row.source, row.sequence) for row in rows}

    def _current_epoch(self) -> int:
        """This life of the log. A restored or copied server, database or table is another one: the next number."""
        identity = self._connection.execute(
            text(
                "SELECT system_identifier || '/' || timeline_id || '/'"
                " || (SELECT oid FROM pg_database WHERE datname = current_database())"
                " || '/' || 'event_log'\\:\\:regclass\\:\\:oid"
                " FROM pg_control_system(), pg_control_checkpoint()"
            )
        ).scalar_one()
        newest = self._connection.execute(select(log_epoch).order_by(log_epoch.c.epoch.desc()).limit(1)).one_or_none()
        if newest is not None and newest.identity == identity:
            return int(newest.epoch)
        epoch = 1 if newest is None else int(newest.epoch) + 1
        self._connection.execute(insert(log_epoch).values(epoch=epoch, identity=identity))
        return epoch
