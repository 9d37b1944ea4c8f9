"""One process at a time: leadership by an advisory lock that lives and dies with a database session.

Owns the lock's connection; refuses to know what is led.
"""

import hashlib

import psycopg2
import psycopg2.extensions
from sqlalchemy import make_url

from chassis.database import psycopg2_url


class Leader:
    """A session of its own, outside any pool, with TCP checks so that a dead leader's lock is freed soon."""

    def __init__(self, database_url: str, purpose: str) -> None:
        self._url = make_url(psycopg2_url(database_url)).set(drivername="postgresql")
        self._key = int.from_bytes(hashlib.sha256(purpose.encode()).digest()[:8], signed=True)
        self._purpose = purpose
        self._session: psycopg2.extensions.connection | None = None

    def acquire(self) -> bool:
        """True if this process leads now; raises psycopg2.Error when the database is out of reach."""
        session = self._session or self._connect()
        with session.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_lock(%s)", (self._key,))
            row = cursor.fetchone()
        return bool(row and row[0])

    def still_leads(self) -> bool:
        """The lock is held exactly as long as its session answers."""
        if self._session is None:
            return False
        try:
            with self._session.cursor() as cursor:
                cursor.execute("SELECT 1")
        except psycopg2.Error:
            self.resign()
            return False
        return True

    def resign(self) -> None:
        session, self._session = self._session, None
        if session is not None:
            session.close()

    def _connect(self) -> psycopg2.extensions.connection:
        session = psycopg2.connect(
            self._url.render_as_string(hide_password=False),
            application_name=f"leader of {self._purpose}",
            connect_timeout=5,
            keepalives_idle=10,
            keepalives_interval=5,
            keepalives_count=3,
        )
        session.autocommit = True
        self._session = session
        return session
