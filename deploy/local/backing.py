"""The database server and the broker of one suite: private ones of ours, or the operator's.

One rule for each, decided once.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlsplit, urlunsplit

from deploy.local.errors import StartError
from deploy.local.postgres import PrivatePostgres, answers
from deploy.local.processes import Child
from deploy.local.rabbit import PrivateRabbit, manages
from deploy.local.settings import Settings

VHOST = "prm"
Told = Callable[[str, str], None]


class Backing:
    """Both services behind one face. A given address that is dead is an error, never a reason to start another."""

    def __init__(self, settings: Settings, *, vhost: str = VHOST) -> None:
        self._settings = settings
        self.vhost = vhost
        self.postgres = None if settings.database_url else PrivatePostgres(settings.var, throwaway=settings.throwaway)
        self.rabbit = (
            None if settings.amqp_url else PrivateRabbit(settings.var, settings.prefix, throwaway=settings.throwaway)
        )

    @property
    def database_url(self) -> str:
        """The administrator's address on the database server."""
        return self.postgres.url if self.postgres else str(self._settings.database_url)

    @property
    def management_url(self) -> str:
        return self.rabbit.management_url if self.rabbit else str(self._settings.amqp_management_url)

    @property
    def amqp_url(self) -> str:
        """The administrator's address of the suite's own vhost."""
        server = urlsplit(self.rabbit.amqp_url if self.rabbit else str(self._settings.amqp_url))
        return urlunsplit((server.scheme, server.netloc, f"/{self.vhost}", server.query, ""))

    def amqp_url_for(self, user: str, password: str) -> str:
        server = urlsplit(self.amqp_url)
        return urlunsplit(
            (server.scheme, f"{user}:{password}@{server.netloc.rpartition('@')[2]}", server.path, server.query, "")
        )

    def prepare(self, told: Told) -> None:
        """Programs and folders, both at once; given addresses are tried."""
        with ThreadPoolExecutor() as pool:
            for preparing in [pool.submit(self._prepare_database), pool.submit(self._prepare_broker, told)]:
                preparing.result()

    def wait_database(self, child: Child | None, told: Told) -> None:
        if self.postgres and child:
            self.postgres.wait_ready(child, lambda text: told("database", text))

    def wait_broker(self, child: Child | None, told: Told) -> None:
        if self.rabbit and child:
            self.rabbit.wait_ready(child, lambda text: told("broker", text))

    def _prepare_database(self) -> None:
        if self.postgres:
            self.postgres.prepare()
        elif not answers(self.database_url):
            raise StartError(
                "PRM_DATABASE_URL is set, and no server answers there.",
                "Start that server, correct the address, or unset the variable to use a private one.",
            )

    def _prepare_broker(self, told: Told) -> None:
        if self.rabbit:
            self.rabbit.prepare(lambda text: told("broker", text))
            return
        remedy = "Start that broker, correct both addresses, or unset PRM_AMQP_URL and PRM_AMQP_MANAGEMENT_URL."
        if not _accepts(str(self._settings.amqp_url)):
            raise StartError("PRM_AMQP_URL is set, and no broker accepts a connection there.", remedy)
        if not manages(self.management_url):
            raise StartError("PRM_AMQP_MANAGEMENT_URL is set, and no management interface answers there.", remedy)


def _accepts(amqp_url: str) -> bool:
    """Whether a broker lets these credentials in."""
    import pika
    from pika.exceptions import AMQPError

    try:
        pika.BlockingConnection(pika.URLParameters(amqp_url)).close()
    except (AMQPError, OSError):
        return False
    return True
