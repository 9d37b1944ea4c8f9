"""Wakes long polls: one LISTEN connection a process, however many readers wait, and a bound on those."""

import contextlib
import os
import random
import select
import threading
from collections.abc import Iterator

import psycopg2
import psycopg2.extensions

CHANNEL = "event_log"
WAITERS = 6
_IDLE_SECONDS = 5.0


class Wakeup:
    """Tells waiters when the log's head moved. Started by the first waiter, so it survives a server's fork."""

    def __init__(self, database_url: str, waiters: int = WAITERS) -> None:
        self._dsn = database_url.replace("postgresql+psycopg2://", "postgresql://", 1)
        self._places = threading.BoundedSemaphore(waiters)
        self._moved = threading.Condition()
        self._head = -1
        self._listening_in: int | None = None

    @contextlib.contextmanager
    def place(self) -> Iterator[bool]:
        """A place among the waiters, if one is free: threads that answer others must remain."""
        granted = self._places.acquire(blocking=False)
        try:
            yield granted
        finally:
            if granted:
                self._places.release()

    def wait_beyond(self, position: int, seconds: float) -> bool:
        """Wait until the head is beyond `position`; False when the time is over."""
        with self._moved:
            self._start()
            return self._moved.wait_for(lambda: self._head > position, seconds)

    def _start(self) -> None:
        if self._listening_in != os.getpid():
            self._listening_in = os.getpid()
            threading.Thread(target=self._listen, name="event-log-wakeup", daemon=True).start()

    def _listen(self) -> None:
        pause = threading.Event()
        while True:
            with contextlib.suppress(psycopg2.Error, OSError):
                self._follow()
            pause.wait(random.uniform(0.2, 1.0))  # noqa: S311 - jitter, not a secret

    def _follow(self) -> None:
        connection = psycopg2.connect(self._dsn, application_name="prm-feed-wakeup")
        try:
            connection.set_isolation_level(psycopg2.extensions.ISOLATION_LEVEL_AUTOCOMMIT)
            with connection.cursor() as cursor:
                cursor.execute(f"LISTEN {CHANNEL}")
                cursor.execute("SELECT coalesce(max(position), 0) FROM event_log")
                row = cursor.fetchone()
                self._announce(int(row[0]) if row else 0)
                while True:
                    ready = select.select([connection], [], [], _IDLE_SECONDS)[0]
                    if not ready:
                        cursor.execute("SELECT 1")
                    connection.poll()
                    while connection.notifies:
                        self._announce(int(connection.notifies.pop(0).payload))
        finally:
            connection.close()

    def _announce(self, head: int) -> None:
        with self._moved:
            self._head = max(self._head, head)
            self._moved.notify_all()
