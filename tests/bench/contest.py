"""Who is measured: the suite and its two baselines, each behind the same gunicorn settings."""

import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import psycopg2

from chassis.migrate import migrate
from deploy.local.databases import Databases
from deploy.local.keep import Secrets
from deploy.local.settings import ROOT
from tests.bench.processor import Processor
from tests.running_suite import RunningSuite

GUNICORN = ("--worker-class", "gthread", "--workers", "2", "--threads", "8", "--no-control-socket")
FIRST_PORT = 31871
UNLIMITED = {
    "PRM_REQUESTS_PER_MINUTE": "100000000",
    "PRM_REQUESTS_PER_MINUTE_ADDRESS": "100000000",
    "PRM_CONFLICT_CHECKS_PER_DAY": "100000000",
}


@dataclass(frozen=True)
class Contestant:
    """One way to register a deal: its address, and the processes that do the work."""

    name: str
    address: str
    processor: Processor


class Baseline:
    """One of tests/bench/monolith.py's applications under gunicorn."""

    def __init__(self, name: str, port: int, environment: dict[str, str], postgres: int, folder: Path) -> None:
        command = [sys.executable, "-m", "gunicorn", *GUNICORN, "-b", f"127.0.0.1:{port}"]
        with (folder / f"{name}.log").open("w") as log:
            self._process = subprocess.Popen(
                [*command, f"tests.bench.monolith:{name}()"],
                cwd=ROOT,
                env=os.environ | environment,
                stdout=log,
                stderr=log,
                stdin=subprocess.DEVNULL,
            )
        processor = Processor({"monolith": self._process.pid, "postgres": postgres})
        self.contestant = Contestant(f"monolith ({name})", f"http://127.0.0.1:{port}", processor)

    def wait(self) -> None:
        ends = time.monotonic() + 120
        while time.monotonic() < ends:
            try:
                urllib.request.urlopen(self.contestant.address + "/", timeout=2)
            except urllib.error.HTTPError:
                return
            except OSError:
                time.sleep(0.2)
            else:
                return
        raise TimeoutError(f"{self.contestant.name} did not start; see its log beside bench.json")

    def stop(self) -> None:
        self._process.terminate()
        self._process.wait(30)


class Arena:
    """A private suite with its limits lifted, and the baselines beside it on the same database server."""

    def __init__(self, var: Path) -> None:
        var.mkdir(parents=True, exist_ok=True)
        self.var = var
        self.suite = RunningSuite(var, demo="none", environment=UNLIMITED)
        self.status: dict[str, Any] = {}
        self._baselines: dict[str, Baseline] = {}

    def open(self) -> None:
        self.suite.start()
        self.status = self.suite.status()

    def baseline(self, name: str) -> Contestant:
        """Started when first asked for; all of them register into one database."""
        if name not in self._baselines:
            port = FIRST_PORT + len(self._baselines)
            self._baselines[name] = Baseline(name, port, self._environment(), self.pid("postgres"), self.var)
            self._baselines[name].wait()
        return self._baselines[name].contestant

    def close(self) -> None:
        for baseline in self._baselines.values():
            baseline.stop()
        self.suite.stop()

    def settle(self) -> None:
        """Wait until the relay has sent all there is: its work belongs to the window that caused it."""
        with psycopg2.connect(_plain(self.database("deals"))) as connection, connection.cursor() as cursor:
            while True:
                cursor.execute("SELECT EXISTS (SELECT FROM outbox WHERE published_at IS NULL)")
                connection.commit()
                if not (row := cursor.fetchone()) or not row[0]:
                    return
                time.sleep(0.1)

    def contestant(self) -> Contestant:
        kinds = ("gateway", "deals", "relay-deals", "worker-deals", "outbound", "rabbitmq", "postgres")
        return Contestant("suite", self.status["gateway"], Processor({kind: self.pid(kind) for kind in kinds}))

    def pid(self, name: str) -> int:
        return next(int(process["pid"]) for process in self.status["processes"] if process["name"] == name)

    def token(self, account: str) -> str:
        return str(self.status["accounts"][account]["token"])

    def database(self, owner: str) -> str:
        return str(self.status["databases"][owner])

    def fresh(self, service: str, name: str) -> str:
        """Another database of a service's schema, with a role of its own."""
        server = self.database("deals").rpartition("@")[2].partition("/")[0]
        secrets = Secrets(self.var)
        databases = Databases(f"postgresql://prm:{secrets.of('postgres')}@{server}/postgres", secrets)
        url = databases.provide([name])[name]
        migrate(f"services.{service}", url)
        return url

    @cached_property
    def _bench(self) -> dict[str, str]:
        """The deals that baselines have, and for whom they register."""
        url = self.fresh("deals", "bench")
        return {"BENCH_DATABASE_URL": url, "BENCH_PARTNER_ID": self._partners_into(url)}

    def _environment(self) -> dict[str, str]:
        return {
            "DATABASE_URL": self.status["databases"]["gateway"],
            "AMQP_URL": self.status["amqp"],
            "PRM_SECRET_KEY": "bench" * 8,
            "BENCH_FOLDER": str(self.var / "plain"),
            **self._bench,
            **UNLIMITED,
        }

    def _partners_into(self, bench: str) -> str:
        """The partners deals knows, and which of them asks."""
        with psycopg2.connect(_plain(self.database("deals"))) as source, source.cursor() as cursor:
            cursor.execute("SELECT * FROM partner_standing")
            rows, columns = cursor.fetchall(), [column.name for column in cursor.description or ()]
        with psycopg2.connect(_plain(bench)) as target, target.cursor() as cursor:
            marks = ", ".join(["%s"] * len(columns))
            statement = f"INSERT INTO partner_standing ({', '.join(columns)}) VALUES ({marks}) ON CONFLICT DO NOTHING"
            cursor.executemany(statement, rows)
        return str(rows[0][columns.index("partner_id")])


def _plain(url: str) -> str:
    return url.replace("+psycopg2", "", 1)
