"""Backing services for one test run: private, in a folder of their own, gone afterwards.

Databases are copies of a migrated template.
"""

import itertools
import os
import shutil
from dataclasses import replace
from pathlib import Path

import psutil

from deploy.local import topology
from deploy.local.backing import VHOST, Backing
from deploy.local.databases import Databases
from deploy.local.keep import Secrets
from deploy.local.migrations import migrate_all
from deploy.local.processes import Child, Register, kill_session, stop_all
from deploy.local.rabbit import PrivateRabbit
from deploy.local.settings import Settings, from_environment


class TestRun:
    """One run's folder, `var/test-<pid>`. Folders of runs that were killed are swept by the next."""

    __test__ = False

    def __init__(self) -> None:
        given = from_environment()
        self._sweep(given.var)
        self.folder = given.var / f"test-{os.getpid()}"
        self.folder.mkdir(parents=True)
        self.folder.chmod(0o711)  # root's server may have to run as nobody
        self.settings: Settings = replace(given, var=self.folder, port=None, throwaway=True)
        self.secrets = Secrets(self.folder)
        self.register = Register(self.folder)

    def close(self) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)

    @staticmethod
    def _sweep(var: Path) -> None:
        for folder in var.glob("test-*"):
            if not psutil.pid_exists(int(folder.name.removeprefix("test-"))):
                for left in (folder / "suite", folder):
                    Register(left).sweep()
                shutil.rmtree(folder, ignore_errors=True)


class DatabaseServer:
    """PostgreSQL for tests. `fresh("services.deals")` is an empty, migrated database of that package."""

    def __init__(self, run: TestRun) -> None:
        backing = Backing(replace(run.settings, amqp_url="amqp://unused", amqp_management_url="http://unused"))
        self.child = None
        if backing.postgres:
            backing.postgres.prepare()
            self.child = backing.postgres.launch()
            run.register.add("postgres", self.child.pid)
        backing.wait_database(self.child, lambda *_: None)
        self.admin_url = backing.database_url
        self.databases = Databases(self.admin_url, run.secrets, prefix=f"prm_{os.getpid()}")
        self._templates: dict[str, str] = {}
        self._numbers = itertools.count(1)

    def empty(self, owner: str) -> str:
        """A new database without any table, and its own role."""
        name = f"{owner}_{next(self._numbers)}"
        return self.databases.provide([name])[name]

    def fresh(self, package: str) -> str:
        """A copy of the package's migrated template; the address, in SQLAlchemy's spelling."""
        owner = package.rpartition(".")[2]
        if package not in self._templates:
            self._templates[package] = self.databases.provide([owner])[owner]
            migrate_all({package: self._templates[package]})
        return self.databases.copy(owner, f"{self.databases.name(owner)}_{next(self._numbers)}")

    def drop(self, url: str) -> None:
        self.databases.drop(url.rpartition("/")[2])

    def close(self) -> None:
        if self.child:
            self.child.stop()
        else:
            self.databases.drop_all()


class Broker:
    """RabbitMQ for tests: the vhost, exchanges, queues, users and permissions of a real suite."""

    def __init__(self, run: TestRun) -> None:
        self._run = run
        vhost = f"prm-test-{os.getpid()}" if run.settings.amqp_url else VHOST
        self._backing = Backing(replace(run.settings, database_url="postgresql://unused"), vhost=vhost)
        self._node: Child | None = None
        self._name_service: Child | None = None
        if rabbit := self._backing.rabbit:
            rabbit.prepare()
            self._name_service = rabbit.launch_name_service()
            self._start(rabbit)
        self.vhost = vhost
        self.management_url = self._backing.management_url
        self.amqp_url = self._backing.amqp_url
        self.declare()

    def declare(self) -> None:
        """The whole topology, again after a test took it apart."""
        topology.declare(self._backing, self._run.secrets)

    def amqp_url_for(self, user: str) -> str:
        """The address one of the suite's processes would get (`deals`, `relay-deals`, `gateway`, ...)."""
        return self._backing.amqp_url_for(user, self._run.secrets.of(f"broker.{user}"))

    def kill(self) -> None:
        """As a power cut would."""
        if self._node:
            kill_session(self._node.pid)
            self._node.process.wait()

    def start_again(self) -> None:
        if self._backing.rabbit:
            self._start(self._backing.rabbit)

    def close(self) -> None:
        if self._node is None:
            topology.remove(self.management_url, self.vhost)
        stop_all(child for child in (self._node, self._name_service) if child)

    def _start(self, rabbit: PrivateRabbit) -> None:
        self._node = rabbit.launch()
        self._run.register.add("rabbitmq", self._node.pid)
        self._backing.wait_broker(self._node, lambda *_: None)
