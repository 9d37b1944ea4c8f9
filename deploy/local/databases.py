"""One database and one role of the same name for each owner, on whatever server is used.

The only place that makes or drops databases.
"""

import contextlib
from collections.abc import Iterable, Iterator
from urllib.parse import urlsplit, urlunsplit

import psycopg2
from psycopg2 import sql
from psycopg2.extensions import ISOLATION_LEVEL_AUTOCOMMIT, cursor

from deploy.local.keep import Passwords


class Databases:
    """Databases on one server, all named `<prefix>_<owner>`."""

    def __init__(self, admin_url: str, secrets: Passwords, *, prefix: str = "prm") -> None:
        self._admin_url = admin_url
        self._secrets = secrets
        self._prefix = prefix

    def provide(self, owners: Iterable[str]) -> dict[str, str]:
        """Make what is missing; the address of each by owner, in SQLAlchemy's spelling."""
        addresses = {}
        with _admin(self._admin_url) as admin:
            for owner in owners:
                name = self.name(owner)
                self._role(admin, name)
                if not _exists(admin, name):
                    _create(admin, name, template="template0")
                addresses[owner] = self.address(name, role=name)
        return addresses

    def copy(self, owner: str, name: str) -> str:
        """A fresh copy of an owner's database under another name (for tests); its address."""
        template = self.name(owner)
        with _admin(self._admin_url) as admin:
            _create(admin, name, template=template, owner=template)
        return self.address(name, role=template)

    def drop(self, *names: str) -> None:
        with _admin(self._admin_url) as admin:
            for name in names:
                admin.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))

    def drop_all(self) -> None:
        """Every database and role of this prefix."""
        with _admin(self._admin_url) as admin:
            admin.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s)", (f"{self._prefix}_",))
            for (name,) in admin.fetchall():
                admin.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))
            admin.execute("SELECT rolname FROM pg_roles WHERE starts_with(rolname, %s)", (f"{self._prefix}_",))
            for (name,) in admin.fetchall():
                admin.execute(sql.SQL("DROP ROLE {}").format(sql.Identifier(name)))

    def name(self, owner: str) -> str:
        return f"{self._prefix}_{owner}"

    def address(self, database: str, *, role: str) -> str:
        server = urlsplit(self._admin_url)
        host = server.netloc.rpartition("@")[2]
        password = self._secrets.of(f"database.{role}")
        return urlunsplit(("postgresql+psycopg2", f"{role}:{password}@{host}", f"/{database}", server.query, ""))

    def _role(self, admin: cursor, name: str) -> None:
        admin.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", (name,))
        verb = "ALTER" if admin.fetchone() else "CREATE"
        statement = sql.SQL(verb + " ROLE {} LOGIN PASSWORD %s").format(sql.Identifier(name))
        admin.execute(statement, (self._secrets.of(f"database.{name}"),))
        if verb == "CREATE":
            # Whoever is no superuser must belong to a role to make databases for it.
            admin.execute(sql.SQL("GRANT {} TO CURRENT_USER").format(sql.Identifier(name)))


def _create(admin: cursor, name: str, *, template: str, owner: str | None = None) -> None:
    locale = " ENCODING 'UTF8' LOCALE 'C.UTF-8'" if template == "template0" else ""
    statement = sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE {}" + locale)
    admin.execute(statement.format(sql.Identifier(name), sql.Identifier(owner or name), sql.Identifier(template)))
    admin.execute(sql.SQL("REVOKE CONNECT ON DATABASE {} FROM PUBLIC").format(sql.Identifier(name)))


def _exists(admin: cursor, name: str) -> bool:
    admin.execute("SELECT 1 FROM pg_database WHERE datname = %s", (name,))
    return admin.fetchone() is not None


@contextlib.contextmanager
def _admin(url: str) -> Iterator[cursor]:
    connection = psycopg2.connect(url, connect_timeout=10)
    connection.set_isolation_level(ISOLATION_LEVEL_AUTOCOMMIT)
    try:
        with connection.cursor() as admin:
            yield admin
    finally:
        connection.close()
