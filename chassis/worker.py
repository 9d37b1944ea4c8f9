"""Runs a service's jobs in a process of their own: python -m chassis.worker services.bakery.

Owns when a job runs and that one leader runs it; refuses to run under eventlet, so that a job may compute.
"""

import signal
import sys
import time
from collections.abc import Iterable
from typing import Any

import psycopg2
import structlog
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from chassis import logs, telemetry
from chassis.contracts import Contracts
from chassis.database import Sessions, engine
from chassis.jobs import Job, job, run_once
from chassis.leader import Leader
from chassis.retention import RETENTION_JOBS
from chassis.service_class import contracts_folder, load_service, name_of
from chassis.settings import Settings

__all__ = ["Job", "job"]
log = structlog.get_logger()
_TICK = 0.1
_LEAD_EVERY = 1.0
_MOST_BATCHES = 1000
_NOTE = text("""
INSERT INTO job_run (name, last_run_at, last_count, last_error) VALUES (:name, clock_timestamp(), :count, :error)
ON CONFLICT (name) DO UPDATE SET last_run_at = excluded.last_run_at, last_count = excluded.last_count,
    last_error = excluded.last_error
""")


def jobs_of(service_class: type) -> tuple[Job, ...]:
    """The service's own, and those that keep the mechanism's tables small."""
    own: Iterable[Job] = getattr(service_class, "jobs", ())
    return (*own, *RETENTION_JOBS)


class Worker:
    """Every job at its pace while this process leads; a failed run is tried again at the next turn."""

    def __init__(self, service_class: type, settings: Settings) -> None:
        self._name = name_of(service_class)
        self._settings = settings
        pool = engine(settings.database_url, pool_size=2, application=f"worker {self._name}")
        self._sessions = Sessions(self._name, pool, Contracts(contracts_folder(service_class)))
        self._leader = Leader(settings.database_url, f"worker {self._name}")
        self._due = dict.fromkeys(jobs_of(service_class), 0.0)
        self._stop = False
        self._reached = False

    def run(self) -> None:
        health = telemetry.Health()
        health.add("database", lambda: self._reached)
        telemetry.serve(self._settings.telemetry_port, health)
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._on_signal)
        while not self._stop:
            try:
                leads = self._leader.still_leads() or self._leader.acquire()
                self._reached = True
            except psycopg2.Error as error:
                leads = self._reached = False
                self._leader.resign()
                log.warning("the database is out of reach", error=str(error))
            if leads:
                self.run_due()
            time.sleep(_TICK if leads else _LEAD_EVERY)
        self._leader.resign()

    def run_due(self) -> None:
        for chosen, at in self._due.items():
            if self._stop:
                return
            if time.monotonic() >= at:
                self._run(chosen)
                self._due[chosen] = time.monotonic() + chosen.every

    def _run(self, chosen: Job) -> None:
        started, count, error = time.perf_counter(), 0, None
        try:
            for _ in range(_MOST_BATCHES):
                done = run_once(chosen, self._sessions)
                count += done
                if not done or self._stop:
                    break
        except Exception as failure:
            error = f"{type(failure).__name__}: {failure}"[:1000]
            log.error("a job failed", job=chosen.name, exc_info=failure)
        telemetry.JOB_SECONDS.labels(chosen.name).observe(time.perf_counter() - started)
        telemetry.JOB_RUNS.labels(chosen.name, "error" if error else "ok").inc()
        self._note(chosen, count, error)

    def _note(self, chosen: Job, count: int, error: str | None) -> None:
        try:
            with self._sessions.writing() as session:
                session.execute(_NOTE, {"name": chosen.name, "count": count, "error": error})
                session.commit()
        except SQLAlchemyError as failure:
            log.warning("a run was not noted", job=chosen.name, error=str(failure))

    def _on_signal(self, *_: Any) -> None:
        self._stop = True


def main(arguments: list[str]) -> None:
    if len(arguments) != 1:
        raise SystemExit(__doc__)
    service_class = load_service(arguments[0])
    logs.configure(f"worker-{name_of(service_class)}")
    Worker(service_class, Settings.from_environment()).run()


if __name__ == "__main__":
    main(sys.argv[1:])
