"""The whole suite as processes of this machine, in the order it has to start, watched until somebody stops it."""

import os
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from deploy.local import status
from deploy.local.backing import Backing, Told
from deploy.local.catalogue import NURSERIES, OWNERS, PACKAGES, PATCHED, Program, programs
from deploy.local.databases import Databases
from deploy.local.errors import StartError
from deploy.local.forked import Nursery
from deploy.local.keep import Ports, Secrets, is_free
from deploy.local.migrations import migrate_all
from deploy.local.postgres import answers
from deploy.local.processes import Child, Register, spawn, stop_all
from deploy.local.rabbit import listens
from deploy.local.seeding import seed
from deploy.local.settings import DEFAULT_PORT, ROOT, Settings
from deploy.local.supervised import Supervised, is_ready
from deploy.local.surroundings import CLOCK, Surroundings

HEALTHY_LIMIT_S = 180
IMPORTED_LIMIT_S = 3.0
STOP_LIMIT_S = 30.0
TEND_EVERY_S = 0.5
PROBE_EVERY_S = 2.0


class Suite:
    """One running suite. Belongs to the main thread; a signal that ends it arrives as KeyboardInterrupt."""

    def __init__(self, settings: Settings, *, demo: str, told: Told) -> None:
        self._settings = settings
        self._var = settings.var
        self._demo = demo
        self._told = told
        self._secrets = Secrets(settings.var)
        self._register = Register(settings.var)
        self._backing = Backing(settings)
        logs = settings.var / "log"
        self._nurseries = {name: Nursery(modules, logs / f"{name}.log") for name, modules in NURSERIES.items()}
        self._infrastructure: list[Supervised] = []
        self._processes: list[Supervised] = []
        self._databases: dict[str, str] = {}
        self._port = DEFAULT_PORT
        self._state = "starting"
        self._probes = ThreadPoolExecutor(max_workers=12, thread_name_prefix="probe")

    @property
    def gateway(self) -> str:
        return f"http://127.0.0.1:{self._port}"

    @property
    def _everything(self) -> list[Supervised]:
        return [*self._infrastructure, *self._processes]

    def start(self) -> None:
        for name in self._register.sweep():
            self._told("sweep", f"ended {name}, left behind by an earlier run")
        status.forget(self._var)
        (self._var / CLOCK).unlink(missing_ok=True)  # a start is in the present
        self._port = _http_port(self._settings)
        self._register.add("supervisor", os.getpid())
        self._start_all()
        self._wait_healthy()
        seed(self._demo, self._var, self._surroundings(), self._register, self._told)
        self._state = "running"
        self._write_status()

    def watch(self) -> None:
        """Until interrupted: start again what died, keep the status document true."""
        probe_at = 0.0
        while True:
            time.sleep(TEND_EVERY_S)
            told = [(process.name, event) for process in self._everything if (event := process.tend(self._register))]
            for name, event in told:
                self._told(name, event)
            if probe_due := time.monotonic() >= probe_at:
                self._probe(self._everything)
                probe_at = time.monotonic() + PROBE_EVERY_S
            if told or probe_due:
                self._write_status()

    def stop(self) -> None:
        """Processes first, then what they stand on."""
        self._state = "stopping"
        self._told("stop", "asking every process to finish")
        stop_all(process.child for process in self._processes if process.child)
        for nursery in self._nurseries.values():
            nursery.close()
        stop_all(process.child for process in reversed(self._infrastructure) if process.child)
        self._register.clear()
        status.forget(self._var)
        self._told("stop", "done")

    def _start_all(self) -> None:
        """The broker takes longest. Once it was told everything, later starts bring the processes up beside it."""
        # The chassis is imported only by what needs it: `down` and `status` stay quick.
        from deploy.local import topology

        self._nurseries[PATCHED].prepare()  # the other one when it is needed: both at once would slow the broker
        self._backing.prepare(self._told)
        postgres, rabbit = self._launch_private()
        self._backing.wait_database(postgres, self._told)
        self._told("database", "PostgreSQL answers")
        self._databases = Databases(self._backing.database_url, self._secrets).provide(OWNERS)
        migrate_all({PACKAGES[owner]: url for owner, url in self._databases.items()})
        self._told("database", f"{len(self._databases)} databases at their newest revision")
        if known := topology.is_declared(self._backing, self._secrets):
            self._start_processes()
        self._backing.wait_broker(rabbit, self._told)
        self._told("broker", "RabbitMQ answers")
        if not known:
            topology.declare(self._backing, self._secrets)
            self._told("broker", "queues, users and permissions declared")
            self._start_processes()

    def _launch_private(self) -> tuple[Child | None, Child | None]:
        postgres = rabbit = None
        if private_rabbit := self._backing.rabbit:
            if name_service := private_rabbit.launch_name_service():
                self._register.add("epmd", name_service.pid)
                self._infrastructure.append(
                    Supervised("epmd", lambda: name_service, lambda: True, listed=False, child=name_service)
                )
            node = Supervised("rabbitmq", private_rabbit.launch, lambda: listens(private_rabbit.amqp_port))
            self._infrastructure.append(node)
            rabbit = node.start(self._register)
        if private_postgres := self._backing.postgres:
            server = Supervised("postgres", private_postgres.launch, lambda: answers(private_postgres.url))
            self._infrastructure.append(server)
            postgres = server.start(self._register)
        return postgres, rabbit

    def _start_processes(self) -> None:
        """First what has everything to import; what the others share is being imported meanwhile.

        Beside a broker of ours that still starts, they come one after the other: it takes longest of all, and works on
        one core, which it should not have to share with all of them.
        """
        self._processes = [
            self._supervised(program) for program in sorted(programs(), key=lambda one: bool(one.nursery))
        ]
        for process in self._processes:
            process.start(self._register)
            self._let_import(process)
        self._told("processes", f"{len(self._processes)} started")

    def _let_import(self, process: Supervised) -> None:
        """Its health page comes after its imports."""
        broker, limit = self._backing.rabbit, time.monotonic() + IMPORTED_LIMIT_S
        while broker and time.monotonic() < limit:
            if listens(broker.amqp_port) or (process.metrics_port and listens(process.metrics_port)):
                return
            time.sleep(0.05)

    def _wait_healthy(self) -> None:
        """Only who has not answered yet is asked again: being asked takes time from those that still start."""
        limit = time.monotonic() + HEALTHY_LIMIT_S
        while True:
            self._probe([process for process in self._everything if not process.healthy])
            self._write_status()
            waiting = [process.name for process in self._processes if not process.healthy]
            if not waiting:
                break
            self._check_start(limit, waiting)
            time.sleep(0.2)
        self._told("processes", "all healthy")

    def _check_start(self, limit: float, waiting: list[str]) -> None:
        for process in self._processes:
            if process.child and not process.child.alive:
                raise StartError(
                    f"{process.name} ended while starting:\n{process.child.log_tail()}",
                    f"The whole log: {process.child.log}",
                )
        if time.monotonic() > limit:
            raise StartError(
                f"Not healthy after {HEALTHY_LIMIT_S} s: {', '.join(waiting)}.",
                f"Their logs are in {self._var / 'log'}.",
            )

    def _supervised(self, program: Program) -> Supervised:
        telemetry = Ports(self._var).of(f"telemetry-{program.name}")
        ready = self.gateway if program.serves_http else f"http://127.0.0.1:{telemetry}"
        return Supervised(
            program.name,
            self._launcher(program, telemetry),
            lambda: is_ready(f"{ready}/readyz"),
            metrics_port=telemetry,
        )

    def _launcher(self, program: Program, telemetry: int) -> Callable[[], Child]:
        environment = self._surroundings().of(program) | {"TELEMETRY_PORT": str(telemetry)}
        if program.serves_http:  # its workers add up their figures there
            environment["PROMETHEUS_MULTIPROC_DIR"] = str(self._var / "metrics" / program.name)
        log = self._var / "log" / f"{program.name}.log"
        if nursery := self._nurseries.get(program.nursery):
            return lambda: nursery.fork(
                program.name, program.module, program.arguments, environment, log=log, grace_s=STOP_LIMIT_S
            )
        argv = [*program.argv, *(("--bind", f"127.0.0.1:{self._port}") if program.serves_http else ())]
        return lambda: spawn(program.name, argv, environment, log=log, cwd=ROOT, grace_s=STOP_LIMIT_S)

    def _surroundings(self) -> Surroundings:
        return Surroundings(self._settings, self._backing, self._secrets, self._databases, self.gateway, self._demo)

    def _probe(self, chosen: list[Supervised]) -> None:
        list(self._probes.map(Supervised.probe, chosen))

    def _write_status(self) -> None:
        status.write(self._var, self.document())

    def document(self) -> dict[str, Any]:
        supervisor = {"name": "supervisor", "pid": os.getpid(), "healthy": True, "restarts": 0, "metrics_port": None}
        listed = [process for process in self._everything if process.listed]
        return {
            "state": self._state,
            "gateway": self.gateway,
            "amqp": self._backing.amqp_url,
            "management": self._backing.management_url,
            "databases": self._databases,
            "processes": [supervisor, *(_entry(process) for process in listed)],
            "accounts": status.accounts(self._var),
            "demo": self._demo,
        }


def _entry(process: Supervised) -> dict[str, Any]:
    return {
        "name": process.name,
        "pid": process.child.pid if process.child else None,
        "healthy": process.healthy,
        "restarts": process.restarts,
        "metrics_port": process.metrics_port,
    }


def _http_port(settings: Settings) -> int:
    if settings.port is None:
        return DEFAULT_PORT if is_free(DEFAULT_PORT) else Ports(settings.var).of("gateway")
    if not is_free(settings.port):
        raise StartError(
            f"Port {settings.port} is in use.", "Choose another with PRM_PORT, or unset it to have one found."
        )
    return settings.port
