"""The outbound process (`python -m gateway.outbound`): intake, log readers, post and binding watch as threads."""

import logging
import random
import signal
import sys
import threading
from collections.abc import Callable
from datetime import timedelta
from functools import partial

from sqlalchemy import func, select
from sqlalchemy.orm import Session, sessionmaker

from chassis import database, logs, telemetry, topology
from chassis.blobs import open_blobs
from gateway.identity.retention import forget
from gateway.outbound import notices
from gateway.outbound.audiences import Audiences
from gateway.outbound.bindings import BindingWatch
from gateway.outbound.carriers import Carrier, EmbeddedMailbox, SmtpCarrier
from gateway.outbound.enquiries import Enquiries
from gateway.outbound.follow import Follower
from gateway.outbound.intake import Intake
from gateway.outbound.post import Post, Stationery
from gateway.outbound.rebuild import replay, subscriptions
from gateway.outbound.retention import forget_older
from gateway.outbound.settings import Settings
from gateway.outbound.tables import event_log
from gateway.outbound.wakeup import Wakeup
from gateway.rpc import RpcClient
from gateway.uploads.retention import forget as forget_uploads

log = logging.getLogger("gateway.outbound")

LOOK_SECONDS = 0.5
GATHER_SECONDS = 0.25
NEWS_SECONDS = 1.0
SWEEP_SECONDS = 60.0
RPC_SECONDS = 5.0
STOP_SECONDS = 25.0


class Outbound:
    """Composes the process: what runs, with what, and how it is asked whether it is well."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.stop = threading.Event()
        self.health = telemetry.Health()
        self.engine = database.engine(settings.database_url, pool_size=8, application="outbound")
        self.sessions: sessionmaker[Session] = sessionmaker(self.engine, expire_on_commit=False)
        self.wakeup = Wakeup(settings.database_url)
        self.rpc = RpcClient(settings.amqp_url, deadline=RPC_SECONDS, in_flight=32)
        audiences = Audiences(settings.contracts)
        self.intake = Intake(self.engine, settings.amqp_url, audiences.sources, audiences.of)

    def run(self) -> None:
        """Serve until SIGTERM; a second one is not needed, the stop has a deadline."""
        for signum in (signal.SIGTERM, signal.SIGINT):
            signal.signal(signum, lambda *_: self.stop.set())
        self.health.add("database", self._database_answers)
        self.health.add("intake", lambda: self.intake.consuming.is_set() or not self.intake.leading.is_set())
        threads = [threading.Thread(target=self.intake.run, args=(self.stop,), name="intake", daemon=True)]
        threads += [self._thread(name, step, seconds) for name, step, seconds in self._steps()]
        if self.settings.amqp_management_url:
            watch = self._watch(self.settings.amqp_management_url)
            self.health.add("bindings", lambda: watch.whole)
            threads.append(threading.Thread(target=watch.run, args=(self.stop,), name="bindings", daemon=True))
        server = telemetry.serve(self.settings.telemetry_port, self.health)
        for thread in threads:
            thread.start()
        self.stop.wait()
        for thread in threads:
            thread.join(STOP_SECONDS / len(threads))
        self.rpc.close()
        server.shutdown()

    def _steps(self) -> list[tuple[str, Callable[[], int], float]]:
        settings = self.settings
        letters = notices.Notices(settings.public_url)
        writer = Follower("notices", self.sessions, notices.NOTICED, letters.write)
        closer = Follower("accounts", self.sessions, notices.LEAVING, notices.close_account)
        carrier: Carrier = SmtpCarrier(settings.smtp) if settings.smtp else EmbeddedMailbox()
        enquiries = Enquiries(self.sessions, self.rpc)
        post = Post(self.sessions, carrier, enquiries.answer, Stationery(settings.vendor, settings.public_url))
        steps: list[tuple[str, Callable[[], int], float]] = [
            ("accounts", partial(self._when_there_is_news, closer), 0.0),
            ("notices", partial(self._when_there_is_news, writer), 0.0),
            ("post", post.run_once, LOOK_SECONDS),
            ("identity", partial(forget, self.engine), SWEEP_SECONDS),
            ("uploads", partial(forget_uploads, self.engine, open_blobs(settings.blobs)), SWEEP_SECONDS),
        ]
        if settings.retention_days is not None:
            keep = timedelta(days=settings.retention_days)
            steps.append(("retention", partial(forget_older, self.engine, keep), SWEEP_SECONDS))
        return steps

    def _when_there_is_news(self, follower: Follower) -> int:
        return follower.run_once() if self.wakeup.wait_beyond(follower.position, NEWS_SECONDS) else 0

    def _thread(self, name: str, step: Callable[[], int], seconds: float) -> threading.Thread:
        return threading.Thread(target=self._repeat, args=(name, step, seconds), name=name, daemon=True)

    def _repeat(self, name: str, step: Callable[[], int], seconds: float) -> None:
        """Rest between steps, so that what comes meanwhile is one step's work; a failure rests longer, and goes on."""
        while not self.stop.is_set():
            try:
                self.stop.wait(GATHER_SECONDS if step() else seconds)
            except Exception:
                log.exception("%s failed and will go on", name)
                self.stop.wait(random.uniform(1, 5))  # noqa: S311 - jitter

    def _database_answers(self) -> bool:
        with self.engine.connect() as connection:
            return connection.execute(select(1)).scalar() == 1

    def _watch(self, management_url: str) -> BindingWatch:
        settings = self.settings

        def backfill(after: int) -> int:
            reading = subscriptions(settings.contracts)
            return sum(replay(self.engine, settings.amqp_url, who, what, after) for who, what in reading.items())

        return BindingWatch(
            differences=lambda: topology.differences(management_url, settings.contracts, settings.vhost),
            declare=lambda: topology.declare(management_url, settings.contracts, settings.vhost),
            head=self._head,
            backfill=backfill,
        )

    def _head(self) -> int:
        with self.engine.connect() as connection:
            return int(connection.execute(select(func.coalesce(func.max(event_log.c.position), 0))).scalar_one())


def main(arguments: list[str]) -> None:
    if arguments:
        raise SystemExit(__doc__)
    logs.configure("outbound")
    logging.getLogger("pika").setLevel(logging.WARNING)
    Outbound(Settings.from_environment()).run()


if __name__ == "__main__":
    main(sys.argv[1:])
